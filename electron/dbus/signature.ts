// D-Bus signatures: what types there are, how each is aligned, and how a list of types falls apart into them.
// https://dbus.freedesktop.org/doc/dbus-specification.html#type-system

/** File descriptors ("h") are not among them: they are not asked for, and what carries one is not for us. */
const alignments: Readonly<Record<string, number>> = {
  y: 1,
  g: 1,
  v: 1,
  n: 2,
  q: 2,
  b: 4,
  i: 4,
  u: 4,
  s: 4,
  o: 4,
  a: 4,
  x: 8,
  t: 8,
  d: 8,
  '(': 8,
  '{': 8,
};
const closing: Readonly<Record<string, string>> = { '(': ')', '{': '}' };

/** As the specification has it for arrays and for structs, and for variants within each other. */
export const deepest = 32;

const notOne = (signature: string) => new Error(`${JSON.stringify(signature)} is not a D-Bus signature`);

/** The length of the one complete type a signature begins with. */
function firstType(signature: string, depth: number): number {
  const kind = signature[0] ?? '';
  if (depth > deepest || alignments[kind] === undefined) throw notOne(signature);
  if (kind === 'a') return 1 + firstType(signature.slice(1), depth + 1);
  const close = closing[kind];
  if (close === undefined) return 1;
  let end = 1;
  while (signature[end] !== close) end += firstType(signature.slice(end), depth + 1);
  // Of a struct of nothing there could be any number in no bytes at all.
  if (end === 1) throw notOne(signature);
  return end + 1;
}

export function typesIn(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length;) {
    const length = firstType(signature.slice(at), 0);
    types.push(signature.slice(at, at + length));
    at += length;
  }
  return types;
}

export const alignmentOf = (type: string): number => alignments[type[0] ?? ''] ?? 1;
export const innerTypes = (type: string): string[] => typesIn(type.slice(1, -1));
