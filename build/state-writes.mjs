// Finds writes into a turn's state that go past the setters of the slices.

const why =
  'writes into the state past its slices: call what the slice offers whose part it is, or have that slice offer it';

/**
 * @param {string} file relative to the project, with slashes
 * @param {string} text
 * @returns {Promise<import('./floors.mjs').Broken[]>}
 */
export async function stateWrites(file, text) {
  // The kernel makes the setters.
  if (!file.startsWith('core/') || file.startsWith('core/kernel/')) return [];
  const { parseSync, Visitor } = await import('vite');
  let found = false;
  const look = (/** @type {any} */ target) => {
    if (isOfState(target)) found = true;
  };
  new Visitor({
    AssignmentExpression: ({ left }) => look(left),
    UpdateExpression: ({ argument }) => look(argument),
    UnaryExpression: ({ operator, argument }) => operator === 'delete' && look(argument),
    CallExpression({ callee, arguments: [target] }) {
      if (callee.type === 'MemberExpression' && nameOf(callee) === 'Object.assign') look(target);
    },
  }).visit(parseSync(file, text).program);
  return found ? [{ file, why }] : [];
}

/** `a.b` of a member expression. @param {any} node */
const nameOf = (node) => `${node.object.name}.${node.property.name}`;

/** Whether it is `….state` or lies within it, whatever it is taken for. @param {any} node @returns {boolean} */
function isOfState(node) {
  switch (node?.type) {
    case 'MemberExpression':
      return node.property.name === 'state' || node.property.value === 'state' || isOfState(node.object);
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return isOfState(node.expression);
    default:
      return false;
  }
}
