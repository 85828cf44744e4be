// The application's menu: macOS needs one for copy and paste; elsewhere none, and with it no hidden shortcuts.
import type { Menu, MenuItemConstructorOptions } from 'electron';

const mac: MenuItemConstructorOptions[] = [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }];

export function menuFor(
  platform: NodeJS.Platform,
  menus: { buildFromTemplate(template: MenuItemConstructorOptions[]): Menu },
): Menu | null {
  return platform === 'darwin' ? menus.buildFromTemplate(mac) : null;
}
