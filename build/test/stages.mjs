// What `npm test` consists of, in the order in which it is run.

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {'check' | 'vitest'} kind a check counts as one, vitest as many as it has tests
 * @property {readonly string[]} words a check: the program and its words; vitest: the folder of its tests
 * @property {boolean} quick belongs to the inner loop
 * @property {boolean} [longOnly]
 */

/** @type {readonly Stage[]} */
export const stages = [
  { name: 'lint', kind: 'check', words: ['build/lint.mjs'], quick: true },
  { name: 'format', kind: 'check', words: ['node_modules/oxfmt/bin/oxfmt', '--check'], quick: true },
  { name: 'types', kind: 'check', words: ['build/typecheck.mjs'], quick: true },
  { name: 'bundle', kind: 'check', words: ['build/bundle.mjs'], quick: false },
  { name: 'unit', kind: 'vitest', words: [], quick: true },
  { name: 'backend', kind: 'vitest', words: ['tests/backend'], quick: false },
  { name: 'simulation', kind: 'vitest', words: ['tests/simulation'], quick: false },
  { name: 'attacks', kind: 'vitest', words: ['tests/attacks'], quick: false },
  { name: 'pusher', kind: 'vitest', words: ['tests/pusher'], quick: false },
  { name: 'faults', kind: 'vitest', words: ['tests/faults'], quick: false },
  { name: 'e2e', kind: 'vitest', words: ['tests/e2e'], quick: false },
  { name: 'packaging', kind: 'vitest', words: ['tests/packaging'], quick: false },
  {
    name: 'seeds',
    kind: 'check',
    words: ['build/run.mjs', 'sim', '--seeds', '40000'],
    quick: false,
    longOnly: true,
  },
];

/** @typedef {{ quick: boolean, long: boolean, only: string | undefined }} TestOptions */

export const usage = `npm test [-- options]
  --quick        lint, format, types and unit tests: the inner loop
  --long         everything, and what needs real time
  --only STAGE   one stage: ${stages.map((stage) => stage.name).join(', ')}`;

/**
 * @param {readonly string[]} words
 * @returns {TestOptions}
 */
export function readTestOptions(words) {
  const options = { quick: false, long: false, only: /** @type {string | undefined} */ (undefined) };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--quick') options.quick = true;
    else if (word === '--long') options.long = true;
    else if (word === '--only') options.only = rest.shift();
    else throw new Error(`"${word}" is not known here.\n${usage}`);
  }
  if (options.only !== undefined && !stages.some((stage) => stage.name === options.only))
    throw new Error(`There is no stage "${options.only}".\n${usage}`);
  return options;
}

/** @param {TestOptions} options */
export function stagesFor({ quick, long, only }) {
  if (only !== undefined) return stages.filter((stage) => stage.name === only);
  return stages.filter((stage) => (!quick || stage.quick) && (long || !stage.longOnly));
}
