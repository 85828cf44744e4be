// Remembers which tokens were found good of late. A token that was not is never in it, however many are tried.
export type KnownTokens = { has(mark: string): boolean; add(mark: string): void; forget(mark: string): void };

export function createKnownTokens(atMost = 20_000): KnownTokens {
  let recent = new Set<string>();
  /** Those of a while ago, on their way to being forgotten; whoever comes again is recent again. */
  let former = new Set<string>();
  return {
    has: (mark) => recent.has(mark) || former.has(mark),
    add(mark) {
      if (recent.has(mark)) return;
      if (recent.size >= atMost) {
        former = recent;
        recent = new Set();
      }
      recent.add(mark);
    },
    forget(mark) {
      recent.delete(mark);
      former.delete(mark);
    },
  };
}
