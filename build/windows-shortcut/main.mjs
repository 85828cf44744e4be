// Runs inside Electron on Windows: makes the Start-menu shortcut by which Windows knows the program's id.
import { app, shell } from 'electron';

/** @type {{ file: string, target: string, app: string, appId: string }} */
const order = JSON.parse(process.argv.at(-1) ?? '{}');
const done = shell.writeShortcutLink(order.file, 'create', {
  target: order.target,
  args: `"${order.app}"`,
  cwd: order.app,
  appUserModelId: order.appId,
  description: 'Counterbell, started from its source',
});
app.exit(done ? 0 : 1);
