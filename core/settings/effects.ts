// Lists for each setting what has to be done when it takes effect: at the start, and when its value has changed.
import type { Settings } from '../../contract/settings.ts';
import { settingNames, type SettingName } from '../../contract/settings/table.ts';

/** `evenIfSo`: somebody asked for it just now, so what an older version left behind is written anew or removed too. */
export type SettingEffect = { do: 'autostart'; on: boolean; evenIfSo: boolean };

/** `before`: null at the start, when a policy may have come, changed or gone since the last one. */
type TakesEffect<T> = (now: T, before: T | null) => SettingEffect[];

/** Nothing to do: who needs it looks it up each time. */
const whenRead = (): SettingEffect[] => [];

const takesEffect: { readonly [N in SettingName]: TakesEffect<Settings[N]> } = {
  language: whenRead, // with the next view, notification and tray menu
  replyLanguage: whenRead, // with the next view
  theme: whenRead, // with the next view
  density: whenRead, // with the next view
  startAtLogin: (now, before) =>
    now === before ? [] : [{ do: 'autostart', on: now, evenIfSo: before !== null }],
  keepAwake: whenRead, // with the next look at the opening hours
  bell: whenRead, // at the next ring, and at the next “Stop bell”
  bellOutput: whenRead, // with the next look at the sound, which a change brings about
  bellSounds: whenRead, // at the next ring
  ladder: whenRead, // at the next ring
  burst: whenRead, // with the next new order
  stepOutAfterMinutes: whenRead, // with the next look at the clock
  openingCheck: whenRead, // with the next look at the opening hours
  officeRings: whenRead, // at the next look at what waits
  orderOnNotification: whenRead, // with the next notification
  quitting: whenRead, // with the next tray menu, and when somebody wants to quit
  kiosk: whenRead, // with the next turn
};

/** `before`: null at the start. */
export function effectsOf(now: Settings, before: Settings | null): SettingEffect[] {
  return settingNames.flatMap((name) => effectsOfOne(name, now, before));
}

function effectsOfOne<N extends SettingName>(
  name: N,
  now: Settings,
  before: Settings | null,
): SettingEffect[] {
  return takesEffect[name](now[name], before === null ? null : before[name]);
}
