// A plain browser for pages that are not the console's: one sandboxed window of the runtime's Chromium.
import { app, BrowserWindow } from 'electron';

// Not awaited: Electron becomes ready only after this file has run to its end.
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 480, height: 860, webPreferences: { sandbox: true } });
  return window.loadURL('about:blank');
});
