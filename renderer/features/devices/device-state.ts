// What is said of a device: whether it would be heard, and what else managers want to know.
import type { ShownDevice } from '../../../contract/queries.ts';

/**
 * - heard: an order would ring there now
 * - silent: it is up to date, but nobody would hear it
 * - office: up to date, and not meant to be heard
 * - behind: it is there, but not up to date
 * - closed: it was ended, and said so
 * - down: it ended with its computer
 * - gone: it says nothing any more
 * - never: it was enrolled and said nothing yet
 */
export const deviceStates = [
  'heard',
  'silent',
  'office',
  'behind',
  'closed',
  'down',
  'gone',
  'never',
] as const;
export type DeviceState = (typeof deviceStates)[number];

/** Without a beat for so long it is not there: as the backend has it. */
const lostMs = 25_000;

export function stateOf({ kind, live, audible, seenAt, closed }: ShownDevice, asOf: number): DeviceState {
  if (closed !== null) return closed.why === 'shutdown' ? 'down' : 'closed';
  if (seenAt === null) return 'never';
  if (live) return kind === 'office' ? 'office' : audible ? 'heard' : 'silent';
  return asOf - Date.parse(seenAt) < lostMs ? 'behind' : 'gone';
}

const away: ReadonlySet<DeviceState> = new Set(['closed', 'down', 'gone', 'never']);
export const isThere = (state: DeviceState): boolean => !away.has(state);

/** What stands small beside the rest; the platform as people call it. */
export function softwareOf({ version, protocol, platform }: ShownDevice): string | null {
  const parts = [
    version === null ? null : `Counterbell ${version}`,
    platform === null ? null : platformName(platform),
    protocol === null ? null : `P${protocol}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' · ');
}

const names: Record<string, string> = { win32: 'Windows', darwin: 'macOS', linux: 'Linux' };

function platformName(platform: string): string {
  const [system = '', ...rest] = platform.split('-');
  return [names[system] ?? system, ...rest].join(' ');
}
