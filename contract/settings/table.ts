// All settings, in the order in which the screen, the settings file and the guide name them.
import { bell } from './bell.ts';
import { bellOutput } from './bell-output.ts';
import { bellSounds } from './bell-sounds.ts';
import { burst } from './burst.ts';
import { density } from './density.ts';
import type { Descriptor, Field, SettingOf } from './descriptor.ts';
import { keepAwake } from './keep-awake.ts';
import { kiosk } from './kiosk.ts';
import { ladder } from './ladder.ts';
import { language } from './language.ts';
import { openingCheck } from './opening-check.ts';
import { officeRings } from './office-rings.ts';
import { orderOnNotification } from './order-on-notification.ts';
import { quitting } from './quitting.ts';
import { replyLanguage } from './reply-language.ts';
import { startAtLogin } from './start-at-login.ts';
import { stepOutAfterMinutes } from './step-out-after-minutes.ts';
import { theme } from './theme.ts';

export const descriptors = {
  language,
  replyLanguage,
  theme,
  density,
  startAtLogin,
  keepAwake,
  bell,
  bellOutput,
  bellSounds,
  ladder,
  burst,
  stepOutAfterMinutes,
  officeRings,
  openingCheck,
  orderOnNotification,
  quitting,
  kiosk,
} satisfies Record<string, Descriptor>;

export type Descriptors = typeof descriptors;
export type SettingName = keyof Descriptors;
export type Settings = { [N in SettingName]: SettingOf<Descriptors[N]> };

export const settingNames = Object.keys(descriptors) as SettingName[];

/** One value of the settings: a setting that has only one, or a field of a group. */
export type NamedField = {
  /** As the guide and the words name it: `theme`, `bell.volume`. */
  path: string;
  setting: SettingName;
  /** Null: the setting has no others. */
  inner: string | null;
  field: Field;
};

export const fields: readonly NamedField[] = settingNames.flatMap((setting): NamedField[] => {
  const described: Descriptor = descriptors[setting];
  return 'fields' in described
    ? Object.entries(described.fields).map(([inner, field]) => ({
        path: `${setting}.${inner}`,
        setting,
        inner,
        field,
      }))
    : [{ path: setting, setting, inner: null, field: described }];
});

/** The settings of which every field is what `value` says. */
export function settingsOf(value: (named: NamedField) => unknown): Settings {
  const made: Record<string, unknown> = {};
  for (const named of fields) {
    const { setting, inner } = named;
    made[setting] = inner === null ? value(named) : { ...(made[setting] as object), [inner]: value(named) };
  }
  return made as Settings;
}
