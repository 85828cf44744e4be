// What `npm run test:stress` repeats, and which tests were not green each time.
import { stages } from './stages.mjs';
import { verdictOn } from './tally.mjs';

/** @typedef {import('./stages.mjs').Stage} Stage */
/** @typedef {{ rounds: number, stages: readonly Stage[] }} StressOptions */
/** @typedef {{ stage: string, round: number, outcomes: readonly import('./tally.mjs').TestOutcome[] }} Round */

/** Those whose tests wait for programs, sockets and windows, and so could wait too short. */
const repeated = ['unit', 'faults', 'e2e'];
const tests = stages.filter((stage) => stage.kind === 'vitest');

export const usage = `npm run test:stress [-- options]
  --rounds N     how often each stage is run (5)
  --only STAGE   one stage: ${tests.map((stage) => stage.name).join(', ')}`;

/**
 * @param {readonly string[]} words
 * @returns {StressOptions}
 */
export function readStressOptions(words) {
  let rounds = 5;
  let wanted = repeated;
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const value = rest.shift() ?? '';
    if (word === '--rounds' && /^[1-9]\d{0,3}$/.test(value)) rounds = Number(value);
    else if (word === '--only' && tests.some((stage) => stage.name === value)) wanted = [value];
    else throw new Error(`"${`${word} ${value}`.trim()}" is not known here.\n${usage}`);
  }
  return { rounds, stages: stages.filter((stage) => wanted.includes(stage.name)) };
}

/**
 * A test that is missing from a round was not green in it: its file could not be loaded, or its run was cut short.
 * @param {readonly Round[]} rounds
 * @returns {{ where: string, red: number[], of: number }[]} each test that was not green each time, and in which rounds
 */
export function notAlwaysGreen(rounds) {
  /** @type {Map<string, { stage: string, green: Set<number> }>} */
  const seen = new Map();
  for (const { stage, round, outcomes } of rounds)
    for (const outcome of outcomes) {
      const where = [stage, outcome.file, outcome.name].filter(Boolean).join(' › ');
      const test = seen.get(where) ?? { stage, green: new Set() };
      seen.set(where, test);
      if (['green', 'elsewhere', 'impossible'].includes(verdictOn(outcome).is)) test.green.add(round);
    }
  return [...seen]
    .map(([where, { stage, green }]) => {
      const all = rounds.filter((one) => one.stage === stage).map(({ round }) => round);
      return { where, red: all.filter((round) => !green.has(round)), of: all.length };
    })
    .filter(({ red }) => red.length > 0);
}

/**
 * @param {readonly Round[]} rounds
 * @param {{ planned: number }} options how many rounds of stages there should have been
 * @returns {{ lines: string[], ok: boolean }}
 */
export function reportRounds(rounds, { planned }) {
  const flaky = notAlwaysGreen(rounds);
  const lines = [];
  if (flaky.length > 0)
    lines.push(
      `not green each time (${flaky.length}):`,
      ...flaky.map(({ where, red, of }) => `  ${where}: ${red.length} of ${of} (round ${red.join(', ')})`),
    );
  const empty = rounds.filter(({ outcomes }) => outcomes.length === 0);
  for (const { stage, round } of empty) lines.push(`round ${round} of ${stage} ran no tests`);
  const whole = rounds.length === planned;
  if (!whole) lines.push(`ended early: ${rounds.length} of ${planned} runs of a stage were made`);
  const ok = flaky.length === 0 && empty.length === 0 && whole;
  lines.push(ok ? `every test was green each time, in ${planned} runs` : 'NOT green each time');
  return { lines, ok };
}
