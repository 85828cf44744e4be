// One console per user-data folder; a second start only brings the first one's window up.
import type { App } from 'electron';
import type { Launch } from './launch.ts';

/** The lock lies in the user-data folder, which must be set before. */
export function claimTheCounter(
  app: Pick<App, 'setPath' | 'requestSingleInstanceLock'>,
  launch: Pick<Launch, 'userDataDir' | 'hidden'>,
): boolean {
  if (launch.userDataDir !== null) app.setPath('userData', launch.userDataDir);
  return app.requestSingleInstanceLock({ hidden: launch.hidden });
}

/** What a second start sent along: at login, or by a shortcut of IT's, no window is wanted. */
export const isHidden = (sent: unknown): boolean =>
  typeof sent === 'object' && sent !== null && 'hidden' in sent && sent.hidden === true;
