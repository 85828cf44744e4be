// Collects names for a moment, then acts on all of them at once; never twice at the same time.

export type NameBatches = {
  soon(name: string): void;
  /** Does what is left and resolves when it is done. */
  stop(): Promise<void>;
};

export function batchNames(
  waitMs: number,
  act: (names: string[]) => Promise<void>,
  failed: (names: string[], why: unknown) => void,
): NameBatches {
  let collected = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let acting: Promise<void> | null = null;

  function begin(): void {
    timer = null;
    if (acting || collected.size === 0) return;
    const names = [...collected];
    collected = new Set();
    acting = act(names)
      .catch((why: unknown) => failed(names, why))
      .then(() => {
        acting = null;
        if (collected.size > 0) timer ??= setTimeout(begin, waitMs);
      });
  }

  return {
    soon(name) {
      collected.add(name);
      if (!acting) timer ??= setTimeout(begin, waitMs);
    },
    async stop() {
      await acting;
      if (timer) clearTimeout(timer);
      begin();
      await acting;
    },
  };
}
