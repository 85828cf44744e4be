// Runs in the window's page: notes when something was on the screen, on the clock of the wall, as a person would see it.

export type Stopwatch = {
  /** The first ticket of the queue was painted. */
  firstTicket: number | null;
  /** Calls back once what is there now has been painted. */
  painted(then: (at: number) => void): void;
  /** How many orders the column's heading counts, by when it was painted. */
  counts: { count: number; at: number }[];
  /** From each press on a ticket until its order has left the column that it stood in. */
  presses: number[];
};

declare global {
  interface Window {
    stopwatch: Stopwatch;
  }
}

/** Given to the page as it is, before anything of its own runs. */
export function startStopwatch(): void {
  const painted: Stopwatch['painted'] = (then) =>
    void requestAnimationFrame(() => {
      // A message comes after the frame that this callback belongs to.
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => then(performance.timeOrigin + performance.now()));
      port1.start();
      port2.postMessage(null);
    });
  const stopwatch: Stopwatch = { firstTicket: null, painted, counts: [], presses: [] };
  window.stopwatch = stopwatch;

  let counted = -1;
  let hasTicket = false;
  const look = (): void => {
    if (!hasTicket && document.querySelector('[data-order]') !== null) {
      hasTicket = true;
      painted((at) => (stopwatch.firstTicket = at));
    }
    const heading = document.querySelector('[data-column="new"] h2')?.textContent ?? '';
    const count = Number(/\d+/.exec(heading)?.[0] ?? 0);
    if (count === counted) return;
    counted = count;
    painted((at) => void stopwatch.counts.push({ count, at }));
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });

  document.addEventListener(
    'click',
    ({ timeStamp, target }) => {
      const ticket = (target as Element).closest<HTMLElement>('[data-order]');
      const column = ticket?.closest('[data-column]');
      if (!ticket || !column) return;
      const id = ticket.dataset['order'];
      const left = new MutationObserver(() => {
        if (column.querySelector(`[data-order="${id}"]`) !== null) return;
        left.disconnect();
        painted((at) => void stopwatch.presses.push(at - performance.timeOrigin - timeStamp));
      });
      left.observe(document, { childList: true, subtree: true });
    },
    { capture: true },
  );
}
