// Louder, sooner again, always there: what a policy that nobody can read any more may still have wanted. For every
// setting this table says which way is the more careful one; nothing becomes laxer.
import type { Policy } from '../../contract/policy.ts';
import type { Settings } from '../../contract/settings.ts';

type Ladder = Settings['ladder'];

const stricter: { [K in keyof Settings]: (chosen: Settings[K], wanted: Settings[K]) => Settings[K] } = {
  // How it looks is nobody's care.
  language: (chosen) => chosen,
  theme: (chosen) => chosen,
  density: (chosen) => chosen,
  startAtLogin: (chosen, wanted) => chosen || wanted,
  bell: (chosen, wanted) => ({
    volume: Math.max(chosen.volume, wanted.volume),
    snoozeSeconds: Math.min(chosen.snoozeSeconds, wanted.snoozeSeconds),
  }),
  ladder: (chosen, wanted) => ({
    ringsAtSeconds: soonerOfEach(chosen, wanted),
    thenEverySeconds: Math.min(chosen.thenEverySeconds, wanted.thenEverySeconds),
    louderAtSeconds: Math.min(chosen.louderAtSeconds, wanted.louderAtSeconds),
  }),
  // Told one by one there is more to see and to hear than in a group.
  burst: (chosen, wanted) => ({
    moreThan: Math.max(chosen.moreThan, wanted.moreThan),
    withinSeconds: Math.min(chosen.withinSeconds, wanted.withinSeconds),
  }),
  stepOutAfterMinutes: (chosen, wanted) => Math.min(chosen, wanted),
};

export function asCareful(chosen: Settings, wanted: NonNullable<Policy['settings']>): Settings {
  const careful: Record<string, unknown> = { ...chosen };
  for (const name of Object.keys(stricter) as (keyof Settings)[]) careful[name] = both(name, chosen, wanted);
  return careful as Settings;
}

function both<K extends keyof Settings>(
  name: K,
  chosen: Settings,
  wanted: NonNullable<Policy['settings']>,
): Settings[K] {
  const asked = wanted[name] as Settings[K] | undefined;
  return asked === undefined ? chosen[name] : stricter[name](chosen[name], asked);
}

/** The first, second, … ring of each ladder, whichever comes sooner. */
function soonerOfEach(one: Ladder, other: Ladder): number[] {
  const steps = Math.max(one.ringsAtSeconds.length, other.ringsAtSeconds.length);
  return Array.from({ length: steps }, (_, at) => Math.min(ringOf(one, at), ringOf(other, at)));
}

function ringOf({ ringsAtSeconds, thenEverySeconds }: Ladder, at: number): number {
  const beyond = Math.max(0, at + 1 - ringsAtSeconds.length);
  return (ringsAtSeconds[at - beyond] ?? 0) + beyond * thenEverySeconds;
}
