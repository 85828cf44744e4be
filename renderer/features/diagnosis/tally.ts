// Tells how far a self-test is: what is done, what is still looked at, and what all of it comes to.
import type { ParseKeys } from 'i18next';
import type { CheckedView, CheckName, FollowedTest } from '../../../contract/self-test.ts';

export type Line = { id: CheckName; checked: CheckedView | null };

/** What failed stands first once all is done; until then nothing moves under anybody's eyes. */
export function linesOf({ done, over }: FollowedTest, names: readonly CheckName[]): Line[] {
  const byName = new Map(done.map((checked) => [checked.id, checked]));
  const lines = names.map((id) => ({ id, checked: byName.get(id) ?? null }));
  if (!over) return lines;
  const weight = { fail: 0, warn: 1, ok: 2, skipped: 3 };
  return lines
    .filter(({ checked }) => checked !== null)
    .toSorted((a, b) => weight[a.checked?.verdict ?? 'ok'] - weight[b.checked?.verdict ?? 'ok']);
}

export type Sum = Extract<ParseKeys, 'selfTest.allWell' | 'selfTest.someToLookAt' | 'selfTest.someFailed'>;

export function sumOf(done: FollowedTest['done']): { word: Sum; count: number } {
  const count = (wanted: CheckedView['verdict']) => done.filter(({ verdict }) => verdict === wanted).length;
  if (count('fail') > 0) return { word: 'selfTest.someFailed', count: count('fail') };
  if (count('warn') > 0) return { word: 'selfTest.someToLookAt', count: count('warn') };
  return { word: 'selfTest.allWell', count: count('ok') };
}
