// What is looked at by rules: of each room some scenes each time, in which every dress occurs, and the rest in the long run.
import { askedScenes } from './asked-scenes.ts';
import { chatScenes } from './chat-scenes.ts';
import { deviceScenes } from './device-scenes.ts';
import { leavingScenes } from './leaving-scenes.ts';
import { scenes, type Scene } from './fixtures.ts';
import { healthScenes } from './health-scenes.ts';

export type Looks = { each: Record<string, Scene>; long: Record<string, Scene> };

function divided(all: Record<string, Scene>, each: readonly string[]): Looks {
  const those = (wanted: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => wanted(name)));
  const strange = each.filter((name) => !(name in all));
  if (strange.length > 0) throw new Error(`There are no such scenes: ${strange.join(', ')}.`);
  return { each: those((name) => each.includes(name)), long: those((name) => !each.includes(name)) };
}

/** Larger than the screen the tests have: for looking at by people. */
const fits = ([, { size: [wide] = [0, 0] }]: [string, Scene]): boolean => wide < 2000;

/** The opened order, the history, messages, phones, devices, and what is asked before leaving. */
export const askedLooks = divided(
  Object.fromEntries(
    Object.entries({ ...askedScenes(), ...deviceScenes(), ...leavingScenes() }).filter(fits),
  ),
  [
    'inbox-dark-german',
    'inbox-unfolded',
    'inbox-choices-small',
    'inbox-small',
    'inbox-wall',
    'inbox-chip-small',
    'console-gone',
    'phones-arabic',
    'phones-none',
    'order-arabic',
    'order-small',
    'order-800',
    'order-long',
    'order-refused',
    'history-dark-german',
    'history-small',
    'history-wall',
    'history-unreadable',
    'devices-arabic',
    'devices-small',
    'devices-rename',
    'devices-sign-out',
    'office-german-dark',
    'office-arabic-small',
    'quitting-german-dark',
    'quitting-arabic',
    'quitting-small-french',
    'closing-arabic',
    'kiosk-lifted-german-dark',
    'kiosk-exit-wrong-arabic',
    'kiosk-choose-german',
  ],
);

export const chatLooks = divided(chatScenes(), [
  'chat-badge-wall',
  'chat-full',
  'chat-offline',
  'chat-manager',
  'chat-off',
  'chat-de',
  'chat-ar',
  'chat-small',
  'team-chat-dark',
]);

export const healthLooks = divided(healthScenes(), [
  'health-broken-dark',
  'health-offline-german-small',
  'health-broken-arabic',
  'health-spanish',
  'health-french-small',
  'opening-arabic-small',
  'self-test-failed-arabic',
  'self-test-wall',
]);

/** What differs in kind; the others are for looking at by people. */
const kinds = new Set([
  'light',
  'dark',
  'offline',
  'snoozed',
  'notices',
  'announcement-long-dark',
  'announcements-open',
  'announcements-wall',
  'announcements-german',
  'announcements-arabic-open-small',
  'announcement-narrow',
  'wall-small',
  'german',
  'arabic-dark',
  'setup',
  'signed-out',
  '1024-german',
  'small-german-offline',
  'small-french',
  'long',
  'newer-german-dark',
  'newer-arabic',
  'newer-small',
  'closed',
  'settings',
  'settings-german',
  'settings-arabic',
  'settings-wall',
  'settings-small-arabic',
  'menu',
  'menu-small-german',
  'keys',
  'manager',
  'manager-small-german',
  'pin-throttled',
  'pin-arabic-small',
  'leave-unsent',
]);

/** The queue and what lies over it. */
export const queueLooks = divided(
  Object.fromEntries(Object.entries(scenes()).filter(([name]) => kinds.has(name))),
  [
    'light',
    'notices',
    'announcement-long-dark',
    'announcements-wall',
    'announcements-arabic-open-small',
    'announcement-narrow',
    'wall-small',
    'arabic-dark',
    'setup',
    'signed-out',
    '1024-german',
    'small-german-offline',
    'small-french',
    'long',
    'newer-german-dark',
    'closed',
    'settings-german',
    'settings-small-arabic',
    'menu-small-german',
    'keys',
    'manager',
    'pin-arabic-small',
    'leave-unsent',
  ],
);
