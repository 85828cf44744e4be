// Notices that the page of a window stands still: it is asked something that every page answers at once, and does not answer.
// Chromium itself says so only when somebody clicks there.
import type { BrowserWindow } from 'electron';
import type { Clock } from '../../core/ports/clock.ts';

const everyMs = 5000;
/** A busy machine may be slow; nobody would go on looking at a screen that stands still for longer. */
const withinMs = 15_000;

/** `hung` is told once. It ends with the window. */
export function watchPulse(window: BrowserWindow, clock: Clock, hung: () => void): void {
  const ask = (): Promise<unknown> => window.webContents.executeJavaScript('0');

  async function look(): Promise<void> {
    if (window.isDestroyed()) return;
    // What is not shown is slowed down by Chromium, and what is loading has no page yet.
    if (window.isVisible() && !window.webContents.isLoadingMainFrame()) {
      const asked = clock.monotonic();
      const silent = await new Promise<boolean>((resolve) => {
        const patience = clock.after(withinMs, () => resolve(true));
        const answered = () => {
          patience.cancel();
          resolve(false);
        };
        ask().then(answered, answered);
      });
      // While the machine slept it could not answer.
      const slept = clock.monotonic() - asked > 2 * withinMs;
      if (silent && !slept && !window.isDestroyed() && window.isVisible()) return hung();
    }
    clock.after(everyMs, () => void look());
  }
  void look();
}
