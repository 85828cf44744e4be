// Reads which modules a source file names, and which of their names it passes on.

/**
 * @typedef {object} Import
 * @property {string} specifier
 * @property {'static' | 'dynamic' | 'type'} kind
 * @property {readonly string[]} passedOn names of the other module that this file exports in turn; '*': all of them
 */

/**
 * Every module a source file names, however it does so.
 * @param {string} file
 * @param {string} text
 * @returns {Promise<Import[]>}
 */
export async function importsOf(file, text) {
  const { parseSync, Visitor } = await import('vite');
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0]?.message}`);
  /** @type {(Import & { passedOn: string[] })[]} */
  const found = [];
  /** By the name it has in this file: whose it is. @type {Map<string, { from: { passedOn: string[] }, name: string }>} */
  const imported = new Map();
  /** @type {string[]} */
  const exported = [];
  const add = (/** @type {Import['kind']} */ kind, /** @type {any} */ source) => {
    const one = { specifier: source?.value, kind, passedOn: /** @type {string[]} */ ([]) };
    if (typeof one.specifier === 'string') found.push(one);
    return one;
  };
  const nameOf = (/** @type {any} */ node) => node.name ?? node.value;
  new Visitor({
    ImportDeclaration(node) {
      const from = add(node.importKind === 'type' ? 'type' : 'static', node.source);
      for (const one of node.specifiers) {
        const name = one.type === 'ImportSpecifier' ? nameOf(one.imported) : '*';
        imported.set(one.local.name, { from, name });
      }
    },
    ExportNamedDeclaration(node) {
      if (node.source === null) exported.push(...namesExported(node));
      else
        add(node.exportKind === 'type' ? 'type' : 'static', node.source).passedOn.push(
          ...node.specifiers.map((one) => nameOf(one.local)),
        );
    },
    ExportDefaultDeclaration({ declaration }) {
      if (declaration.type === 'Identifier') exported.push(declaration.name);
    },
    ExportAllDeclaration: (node) =>
      void add(node.exportKind === 'type' ? 'type' : 'static', node.source).passedOn.push('*'),
    ImportExpression: (node) => void add('dynamic', node.source),
    TSImportType: (node) => void add('type', node.source),
    TSExternalModuleReference: (node) => void add('static', node.expression),
    CallExpression(node) {
      if (isRequire(node.callee)) add('static', node.arguments[0]);
    },
  }).visit(program);
  for (const local of exported) {
    const one = imported.get(local);
    one?.from.passedOn.push(one.name);
  }
  return found;
}

/** Names of this file that an `export { a }` or `export const b = a` gives away. @param {any} node */
function namesExported(node) {
  const renamed = (node.declaration?.declarations ?? []).map((/** @type {any} */ one) => one.init?.name);
  return [...node.specifiers.map((/** @type {any} */ one) => one.local.name), ...renamed];
}

/** @param {any} callee */
const isRequire = (callee) =>
  (callee.type === 'Identifier' && callee.name === 'require') ||
  (callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'require');
