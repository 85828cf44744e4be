// Entries of the journal that this version cannot read, because a newer one wrote them: a slice or a version that is
// unknown here, or a value that makes no sense. They are kept as they came and written again at each compaction, until
// the same key of the same slice is written anew or the session ends, so that going back a version loses nothing.

/** How one key of one slice lies in the journal; null, or not there: it has no value any more. */
export type Written = { slice: string; key: string; value?: unknown; v: number };
/** Several of one slice, sealed together: what is inside are `Written`. */
export type Sealed = { slice: string; sealed: string; v: number };

export type Foreign = Written | Sealed;

export const foreignId = (slice: string, key: string): string => `${slice}\n${key}`;

/** That a key has no value any more is the same in every version. */
export const gone = (slice: string, key: string): Written => ({ slice, key, value: null, v: 1 });

/** With whatever else a newer version has put into it; null for what is neither. */
export function asForeign(raw: unknown): Foreign | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const { slice, key, sealed, v } = raw as Record<string, unknown>;
  if (typeof slice !== 'string' || typeof v !== 'number') return null;
  return typeof sealed === 'string' || typeof key === 'string' ? (raw as Foreign) : null;
}
