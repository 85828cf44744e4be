// Which time zones this runtime can tell the time of. The window uses it as it is, so it brings nothing with it.

/** What this runtime can tell the time of. A bare offset is no zone: it knows no summer. */
export function isTimeZone(zone: string): boolean {
  if (/^[+-]/.test(zone)) return false;
  try {
    // `supportedValuesOf` lacks names that are in use everywhere, such as Asia/Kolkata on Node 20.
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const known = new Map<string, boolean>();

/** The zone to tell the time by: undefined, which means this computer's own, for one that is not known here. */
export function usableZone(zone: string | null | undefined): string | undefined {
  if (zone == null) return undefined;
  let usable = known.get(zone);
  if (usable === undefined) known.set(zone, (usable = isTimeZone(zone)));
  return usable ? zone : undefined;
}
