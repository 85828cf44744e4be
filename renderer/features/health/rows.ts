// The parts that a bell needs, from the network to the disk: whether each works, since when, and what somebody can do.
import type { ParseKeys } from 'i18next';
import type { HealthView } from '../../../contract/health.ts';
import type { StatusView } from '../../../contract/view.ts';

/** `odd`: it works, but not as one would think. */
export type PartState = 'works' | 'odd' | 'broken' | 'unknown';
export type Row = {
  part: StatusView['parts'][number]['part'] | Exclude<keyof HealthView, 'lastHeard' | 'opening'>;
  state: PartState;
  since: string | null;
  /** What to do, or why nothing is known. */
  say: Extract<ParseKeys, `health.say.${string}`> | null;
};

type Known = { status: StatusView; health: HealthView };

/** What is broken stands first, in the order in which it would be mended. */
export function rowsOf({ status, health }: Known): Row[] {
  const rows = [...connection(status), ...machine(health)];
  return [
    ...rows.filter(({ state }) => state === 'broken'),
    ...rows.filter(({ state }) => state !== 'broken'),
  ];
}

function connection({ parts }: StatusView): Row[] {
  const isOff = parts.some(({ part, works }) => part === 'network' && works === false);
  return parts.map(({ part, works, since, inWay }) => ({
    part,
    state: works === null ? 'unknown' : works ? 'works' : 'broken',
    since: works === null ? null : since,
    say:
      works !== false
        ? null
        : inWay !== undefined && part === 'network'
          ? `health.say.${inWay}`
          : isOff && (part === 'pusher' || part === 'backend')
            ? 'health.say.waits'
            : `health.say.${part}`,
  }));
}

function machine({ sound, notifications, tray, disk, secrets }: HealthView): Row[] {
  const rows: (Row | null)[] = [
    soundRow(sound),
    notificationRow(notifications),
    tray && {
      part: 'tray',
      // Without it the window is the way back in, and the bell rings all the same.
      state: tray.works ? 'works' : 'odd',
      since: tray.since,
      say: tray.works ? null : 'health.say.tray',
    },
    disk && {
      part: 'disk',
      state: disk.works ? 'works' : 'broken',
      since: disk.since,
      say: disk.works ? null : `health.say.disk-${disk.why ?? 'failed'}`,
    },
    secrets && {
      part: 'secrets',
      state: secrets.works ? 'works' : 'broken',
      since: secrets.since,
      say: secrets.works ? null : 'health.say.secrets',
    },
  ];
  return rows.filter((row) => row !== null);
}

function soundRow(sound: HealthView['sound']): Row {
  if (sound === null) return { part: 'sound', state: 'unknown', since: null, say: 'health.say.not-rung' };
  const { audible, why, away, since } = sound;
  const row = { part: 'sound', since } as const;
  if (!audible) return { ...row, state: 'broken', say: `health.say.${why ?? 'failed'}` };
  return away ? { ...row, state: 'odd', say: 'health.say.away' } : { ...row, state: 'works', say: null };
}

function notificationRow(notifications: HealthView['notifications']): Row {
  if (notifications === null)
    return { part: 'notifications', state: 'unknown', since: null, say: 'health.say.none-yet' };
  const { way, quiet, since } = notifications;
  const row = { part: 'notifications', since } as const;
  if (way === 'banner') return { ...row, state: 'broken', say: 'health.say.banner' };
  if (quiet) return { ...row, state: 'odd', say: 'health.say.quiet' };
  return { ...row, state: 'works', say: null };
}
