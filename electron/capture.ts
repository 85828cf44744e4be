// Leaves a picture of the window and ends the program after a while: counted from the first window shown, and the end
// from readiness when it starts in the tray, where no window may ever come.
import { writeFileSync } from 'node:fs';
import type { BrowserWindow } from 'electron';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import type { Launch } from './launch.ts';

export type CaptureOptions = {
  launch: Pick<Launch, 'capture' | 'quitAfterSeconds' | 'hidden'>;
  onFirstShown: (listener: (window: Pick<BrowserWindow, 'webContents'>) => void) => void;
  clock: Clock;
  log: Log;
  quit: () => void;
};

export function armCapture({ launch, onFirstShown, clock, log, quit }: CaptureOptions): {
  ready: () => void;
} {
  const { capture, quitAfterSeconds, hidden } = launch;
  const countToTheEnd = () => {
    if (quitAfterSeconds !== null) clock.after(quitAfterSeconds * 1000, quit);
  };

  async function take(window: Pick<BrowserWindow, 'webContents'>, file: string): Promise<void> {
    try {
      writeFileSync(file, (await window.webContents.capturePage()).toPNG());
      log.info('capture.written', { file });
    } catch (error) {
      log.error('capture.failed', { file, message: error instanceof Error ? error.message : String(error) });
    }
  }

  onFirstShown((window) => {
    if (!hidden) countToTheEnd();
    if (capture === null) return;
    clock.after(capture.afterSeconds * 1000, () => {
      void take(window, capture.file).then(() => capture.thenQuit && quit());
    });
  });

  return {
    ready() {
      if (hidden) countToTheEnd();
    },
  };
}
