// Of each setting, takes the stricter of what a person chose and what a policy wanted that cannot be read any more.
import type { Policy } from '../../contract/policy.ts';
import type { Settings } from '../../contract/settings.ts';
import { descriptors, settingNames, type SettingName } from '../../contract/settings/table.ts';

type Wanted = NonNullable<Policy['settings']>;

/** Nothing becomes laxer: louder, sooner again, always there. */
export function strictest(chosen: Settings, wanted: Wanted): Settings {
  const taken = settingNames.map((name) => [name, stricter(name, chosen, wanted)]);
  return Object.fromEntries(taken) as Settings;
}

function stricter<N extends SettingName>(name: N, chosen: Settings, wanted: Wanted): Settings[N] {
  const asked = wanted[name];
  if (asked === undefined) return chosen[name];
  // Each descriptor says it of its own value; that it is this one's is lost where all of them are meant.
  const of: { stricter(chosen: never, wanted: never): unknown } = descriptors[name];
  return of.stricter(chosen[name] as never, asked as never) as Settings[N];
}
