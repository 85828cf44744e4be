// Tells what applies: what the person chose, and over it what IT decided.
import type { Policy } from '../../contract/policy.ts';
import type { Settings } from '../../contract/settings.ts';
import { strictest } from './strictest.ts';

export type KnownSettings = {
  chosen: Settings;
  effective: Settings;
  /** The screen shows these as set by IT. */
  locked: readonly string[];
  /** The file they were read from, which may hold more than this version knows. */
  stored: unknown;
  /** Of the last policy that could be read, while the present one cannot: it may only ask for more care. */
  remembered: Policy['settings'] | null;
};

export function withPolicy(
  chosen: Settings,
  policy: Policy | null,
  remembered: Policy['settings'] | null = null,
  stored: unknown = null,
): KnownSettings {
  const fixed = Object.entries(policy?.settings ?? {}).filter(([, value]) => value !== undefined);
  return {
    chosen,
    effective: { ...strictest(chosen, remembered ?? {}), ...Object.fromEntries(fixed) },
    locked: fixed.map(([name]) => name),
    remembered,
    stored,
  };
}

/** A change leaves alone what IT fixed, however it was asked for. */
export function changed(
  known: KnownSettings,
  change: { [K in keyof Settings]?: Settings[K] | undefined },
  policy: Policy | null,
): KnownSettings {
  const allowed = Object.entries(change).filter(
    ([name, value]) => value !== undefined && !known.locked.includes(name),
  );
  return withPolicy(
    { ...known.chosen, ...Object.fromEntries(allowed) },
    policy,
    known.remembered,
    known.stored,
  );
}
