// The application's menu: macOS needs one for copy and paste; elsewhere none, and with it no hidden shortcuts.
import type { Menu, MenuItemConstructorOptions } from 'electron';

const rest: MenuItemConstructorOptions[] = [{ role: 'editMenu' }, { role: 'windowMenu' }];
const withoutQuit: MenuItemConstructorOptions = {
  role: 'appMenu',
  submenu: [{ role: 'about' }, { type: 'separator' }, { role: 'hide' }, { role: 'hideOthers' }],
};

export function menuFor(
  platform: NodeJS.Platform,
  menus: { buildFromTemplate(template: MenuItemConstructorOptions[]): Menu },
  mayQuit: boolean,
): Menu | null {
  if (platform !== 'darwin') return null;
  return menus.buildFromTemplate([mayQuit ? { role: 'appMenu' } : withoutQuit, ...rest]);
}
