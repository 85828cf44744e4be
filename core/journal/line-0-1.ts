// A line of the journal as version 0.1.0 wrote it, read for good: changes in the open, those of orders sealed together.
import type { Secrets } from '../ports/secrets.ts';
import { crc32, fromBase64, fromUtf8 } from './bytes.ts';

/** What a change was about stands beside its kind. */
export type OldChange = { readonly kind: string };
type OldLine = { open: OldChange[]; sealed?: string; v?: number };

const ordersVersion = 1;
const checksumLength = 8;
const space = 32;

export const isOldLine = (line: Uint8Array): boolean => line[checksumLength] === space;

/** null: damaged. */
export async function readOldLine(line: Uint8Array, secrets: Pick<Secrets, 'open'>) {
  const json = line.subarray(checksumLength + 1);
  if (json.length === 0 || fromUtf8(line.subarray(0, checksumLength)) !== crc32(json)) return null;
  const { open, sealed, v } = JSON.parse(fromUtf8(json)) as OldLine;
  if (sealed === undefined) return { changes: open, ordersMissing: false };
  const bytes = v === ordersVersion ? fromBase64(sealed) : null;
  const opened = bytes === null || bytes.length === 0 ? null : await secrets.open(bytes);
  if (opened === null) return { changes: open, ordersMissing: true };
  return { changes: [...open, ...(JSON.parse(fromUtf8(opened)) as OldChange[])], ordersMissing: false };
}
