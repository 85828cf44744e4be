// What no page in any window may do: go elsewhere, open windows, ask for devices, or reach beyond its sandbox.
import type { App, BrowserWindowConstructorOptions, Session, WebContents } from 'electron';
import type { Log } from '../core/ports/log.ts';
import { bellAddress } from './app-scheme.ts';

/** For every window; what a preload script offers is all that a page can reach. */
export const sandboxed = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  navigateOnDragDrop: false,
  spellcheck: false,
} as const satisfies BrowserWindowConstructorOptions['webPreferences'];

function confine(contents: WebContents, log: Log): void {
  const deny = (what: string) => (event: { preventDefault(): void; url: string }) => {
    // Loading itself again is no way out.
    if (event.url === contents.getURL()) return;
    event.preventDefault();
    log.warn('navigation.denied', { what });
  };
  contents.on('will-navigate', deny('navigate'));
  contents.on('will-frame-navigate', deny('navigate'));
  contents.on('will-redirect', deny('redirect'));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => {
    log.warn('navigation.denied', { what: 'window' });
    return { action: 'deny' };
  });
}

function closeDoors(session: Session, log: Log): void {
  // It would fetch its dictionaries from the browser's maker, from behind every counter.
  session.setSpellCheckerEnabled(false);
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn('permission.denied', { permission });
    answer(false);
  });
  // The bell's own page may know the loudspeakers and choose among them, without which all of them are one, and nameless. It
  // may not listen: that would have to be requested.
  session.setPermissionCheckHandler(
    (_contents, permission, _origin, { requestingUrl }) =>
      permission === 'speaker-selection' && requestingUrl === bellAddress,
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}

/** Before the first session or window is made. */
export function harden(app: App, log: Log): void {
  app.on('session-created', (session) => closeDoors(session, log));
  app.on('web-contents-created', (_event, contents) => confine(contents, log));
}
