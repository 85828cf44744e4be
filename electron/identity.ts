// Who this program is to the desktop: without it Windows shows no notification and loses its clicks.
import os from 'node:os';
import type { App } from 'electron';

/** The same as in the installer's shortcut. */
export const appId = 'io.counterbell.console';
/** Windows starts the program through it when a notification of the Action Center is clicked. Never to change. */
const toastActivator = '{6A1C0E1B-52C7-4F5E-9B0D-3C2E8D1F7A44}';

export function introduce(app: App): void {
  if (process.platform !== 'win32') return;
  app.setAppUserModelId(appId);
  const newer = app as { setToastActivatorCLSID?: (id: string) => void };
  newer.setToastActivatorCLSID?.(toastActivator);
}

export const about = (app: Pick<App, 'getVersion'>) => ({
  version: app.getVersion(),
  electron: process.versions.electron,
});

/** The languages are in the window's own order, so that both speak the same. */
export const machineOf = (app: Pick<App, 'getLocale' | 'getPreferredSystemLanguages' | 'getVersion'>) => ({
  machineName: os.hostname(),
  software: { version: app.getVersion(), platform: `${process.platform}-${process.arch}` },
  languages: [app.getLocale(), ...app.getPreferredSystemLanguages()],
});
