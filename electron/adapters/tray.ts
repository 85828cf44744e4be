// Draws the tray's model with Electron: an icon, a tooltip and a menu, and nothing that the model does not say.
import type { Menu, MenuItemConstructorOptions, Tray as ElectronTray } from 'electron';
import type { Tray } from '../../core/ports/desktop.ts';
import type { TrayIcon, TrayModel } from '../../core/ports/tray-model.ts';

export type TrayOptions = {
  make: (icon: string) => Pick<ElectronTray, 'setImage' | 'setToolTip' | 'setContextMenu' | 'on'>;
  buildMenu: (template: MenuItemConstructorOptions[]) => Menu;
  /** The folder of the icons. */
  icons: string;
  platform: NodeJS.Platform;
  /** Runs something once what is under way has been sent off. */
  soon?: (run: () => void) => void;
};

/** What a click on the icon itself means, where the desktop tells of one. */
export const openChoice = 'open';

/** The other scale factors lie beside each file as "@2x" and are found by Electron. */
export function iconFile(icon: TrayIcon, platform: NodeJS.Platform): string {
  switch (platform) {
    case 'win32':
      return `tray-${icon}.ico`;
    case 'darwin':
      return `tray-${icon}-Template.png`;
    default:
      return `tray-${icon}-24.png`;
  }
}

export function createTray({ make, buildMenu, icons, platform, soon = setImmediate }: TrayOptions): Tray {
  const listeners: ((choice: string) => void)[] = [];
  const choose = (choice: string) => {
    for (const listener of listeners) listener(choice);
  };
  let tray: ReturnType<TrayOptions['make']> | undefined;
  let waiting: TrayModel | null = null;
  let drawn: { icon?: TrayIcon; tooltip?: string; menu?: string } = {};

  function template(menu: TrayModel['menu']): MenuItemConstructorOptions[] {
    return menu.map((item) =>
      'separator' in item
        ? { type: 'separator' }
        : { id: item.id, label: item.label, enabled: item.enabled, click: () => choose(item.id) },
    );
  }

  function draw(model: TrayModel): void {
    const file = `${icons}/${iconFile(model.icon, platform)}`;
    if (tray === undefined) {
      tray = make(file);
      tray.on('click', () => choose(openChoice));
      drawn = { icon: model.icon };
    }
    // Each of these is a round trip to the desktop, and a menu that is replaced closes under the mouse.
    if (drawn.icon !== model.icon) tray.setImage(file);
    if (drawn.tooltip !== model.tooltip) tray.setToolTip(model.tooltip);
    const menu = JSON.stringify(model.menu);
    // On Linux a click is not guaranteed and a right click never told: the menu is the one sure way in.
    if (drawn.menu !== menu) tray.setContextMenu(buildMenu(template(model.menu)));
    drawn = { icon: model.icon, tooltip: model.tooltip, menu };
  }

  return {
    /** Drawing holds the process up for a millisecond: the notification that goes with it is sent first. */
    render(model) {
      if (waiting === null)
        soon(() => {
          const newest = waiting;
          waiting = null;
          if (newest !== null) draw(newest);
        });
      waiting = model;
    },
    onChoose: (listener) => void listeners.push(listener),
  };
}
