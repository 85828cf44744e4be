// Repeats a background task: never twice at once, at once when asked, until stopped.

export type RepeatedTask = {
  /** Now rather than at the next turn. */
  soon(): void;
  /** Resolves once nothing is running any more. */
  stop(): Promise<void>;
};

export function repeatTask(
  /** Answers how long to wait for the next turn when it is not the usual time. */
  task: () => Promise<number | void>,
  everyMs: number,
  failed: (why: unknown) => void,
): RepeatedTask {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  function later(ms: number): void {
    if (timer) clearTimeout(timer);
    timer = setTimeout(begin, ms);
    timer.unref();
  }

  function begin(): void {
    timer = null;
    again = false;
    running = task()
      .catch(failed)
      .then((waitMs) => {
        running = null;
        if (!stopped) later(again ? 0 : (waitMs ?? everyMs));
      });
  }

  later(everyMs);
  return {
    soon() {
      again = true;
      if (!running && !stopped) later(0);
    },
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
}
