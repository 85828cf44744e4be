// Does what may fail without harm and without a word: a disk that takes nothing has its own notice.

export function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // See above.
  }
}
