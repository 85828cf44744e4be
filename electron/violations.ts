// Writes down what a page did against its content policy.
import type { IpcMain, IpcMainEvent } from 'electron';
import { z } from 'zod';
import type { Log } from '../core/ports/log.ts';

export const violationChannel = 'csp.violation';
const violation = z.object({ directive: z.string().max(100), blocked: z.string().max(500) });

export function logViolations(
  ipcMain: Pick<IpcMain, 'on'>,
  isOurs: (event: Pick<IpcMainEvent, 'senderFrame' | 'sender'>) => boolean,
  log: Log,
): void {
  ipcMain.on(violationChannel, (event, told: unknown) => {
    const read = violation.safeParse(told);
    if (isOurs(event) && read.success) log.error('csp.violation', read.data);
  });
}
