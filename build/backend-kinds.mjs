// Finds places of the console's brain that ask which kind of backend there is. What differs between kinds stands in two
// tables with an entry for each, so a third kind is one more entry and no new question anywhere.

/** Reads what the session says of an order system that was there before, or what the policy does. */
export const readers = [
  // Makes the session.
  'core/enrolment/',
  'core/session/backend-kind.ts',
  // The policy's, not the session's: what a device is let in with.
  'core/session/policy-enrolment.ts',
  'core/followers/listed/system.ts',
];

/** Have the tables. */
export const choosers = ['core/session/abilities.ts', 'core/rules/follow.ts'];

const kindFile = 'core/session/backend-kind.ts';

const instead =
  'let the kinds differ in core/session/abilities.ts, or in the followers behind core/followers/follower.ts';

/**
 * @param {string} file relative to the project, with slashes
 * @param {string} text
 * @returns {Promise<import('./floors.mjs').Broken[]>}
 */
export async function kindQuestions(file, text) {
  if (!file.startsWith('core/') || readers.some((reader) => file.startsWith(reader))) return [];
  const { parseSync, Visitor } = await import('vite');
  let found = false;
  const look = (/** @type {any} */ key) => {
    if (key.name === 'existing' || key.value === 'existing') found = true;
  };
  new Visitor({
    MemberExpression: ({ property }) => look(property),
    ObjectPattern: ({ properties }) => {
      for (const property of properties) if (property.type === 'Property') look(property.key);
    },
    BinaryExpression: ({ operator, left }) => operator === 'in' && look(left),
  }).visit(parseSync(file, text).program);
  return found ? [{ file, why: `asks whether the backend is one that was there before: ${instead}` }] : [];
}

/**
 * Types may be taken by anybody, for they decide nothing.
 * @param {import('./floors.mjs').Found} found
 * @returns {import('./floors.mjs').Broken[]}
 */
export function kindImport({ file, specifier, target, kind }) {
  if (target !== kindFile || kind === 'type' || choosers.includes(file)) return [];
  return [{ file, specifier, why: `asks which kind the backend is of: ${instead}` }];
}
