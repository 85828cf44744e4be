// Whether IT has fixed a setting: by its own name, or by that of the group it stands in.
export function isLocked(locked: readonly string[], name: string): boolean {
  return locked.some((fixed) => fixed === name || name.startsWith(`${fixed}.`));
}
