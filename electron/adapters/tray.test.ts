import type { Menu, MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { createTray, iconFile, type TrayOptions } from './tray.ts';

function setUp(platform: NodeJS.Platform = 'linux') {
  const calls: [string, unknown][] = [];
  const clicks: (() => void)[] = [];
  const waiting: (() => void)[] = [];
  const drawn = {
    setImage: (image: unknown) => calls.push(['image', image]),
    setToolTip: (text: string) => calls.push(['tooltip', text]),
    setContextMenu: (menu: Menu | null) => calls.push(['menu', menu]),
    on: (_event: string, listener: () => void) => clicks.push(listener),
  };
  const tray = createTray({
    make: (icon) => {
      calls.push(['make', icon]);
      return drawn as unknown as ReturnType<TrayOptions['make']>;
    },
    buildMenu: (template) => template as unknown as Menu,
    icons: '/icons',
    platform,
    soon: (run) => waiting.push(run),
  });
  const turn = () => waiting.splice(0).forEach((run) => run());
  const chosen: string[] = [];
  tray.onChoose((choice) => chosen.push(choice));
  return { tray, calls, clicks, chosen, turn };
}

const menu = [{ id: 'open', label: 'Open', enabled: true }, { separator: true as const }];

test('draws the model once, and afterwards only what changed', () => {
  const { tray, calls, turn } = setUp();
  tray.render({ icon: 'live', tooltip: 'Live', menu });
  turn();
  tray.render({ icon: 'live', tooltip: 'Live', menu: structuredClone(menu) });
  turn();
  expect(calls.map(([what]) => what)).toEqual(['make', 'tooltip', 'menu']);
  tray.render({ icon: 'offline', tooltip: 'Offline', menu });
  turn();
  expect(calls.slice(3)).toEqual([
    ['image', '/icons/tray-offline-24.png'],
    ['tooltip', 'Offline'],
  ]);
});

test('of what it is to show in one turn only the last is drawn, once what is under way has been sent', () => {
  const { tray, calls, turn } = setUp();
  tray.render({ icon: 'live', tooltip: 'Live', menu });
  tray.render({ icon: 'offline', tooltip: 'Offline', menu });
  expect(calls).toEqual([]);
  turn();
  expect(calls[0]).toEqual(['make', '/icons/tray-offline-24.png']);
  turn();
  expect(calls).toHaveLength(3);
});

test('a menu item and a click on the icon are choices', () => {
  const { tray, calls, clicks, chosen, turn } = setUp();
  tray.render({ icon: 'live', tooltip: 'Live', menu: [{ id: 'quit', label: 'Quit', enabled: true }] });
  turn();
  const [, template] = calls.find(([what]) => what === 'menu') as [string, MenuItemConstructorOptions[]];
  (template[0]?.click as (() => void) | undefined)?.();
  clicks[0]?.();
  expect(chosen).toEqual(['quit', 'open']);
});

test.each([
  ['win32', 'tray-live.ico'],
  ['darwin', 'tray-live-Template.png'],
  ['linux', 'tray-live-24.png'],
] as const)('on %s the icon is %s', (platform, file) => {
  expect(iconFile('live', platform)).toBe(file);
});
