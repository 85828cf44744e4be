// Gathers names for a moment and then does something about all of them at once; never twice at the same time.

export type Collector = {
  soon(name: string): void;
  /** Does what is left and resolves when it is done. */
  stop(): Promise<void>;
};

export function collect(
  waitMs: number,
  act: (names: string[]) => Promise<void>,
  failed: (names: string[], why: unknown) => void,
): Collector {
  let gathered = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let acting: Promise<void> | null = null;

  function begin(): void {
    timer = null;
    if (acting || gathered.size === 0) return;
    const names = [...gathered];
    gathered = new Set();
    acting = act(names)
      .catch((why: unknown) => failed(names, why))
      .then(() => {
        acting = null;
        if (gathered.size > 0) timer ??= setTimeout(begin, waitMs);
      });
  }

  return {
    soon(name) {
      gathered.add(name);
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
