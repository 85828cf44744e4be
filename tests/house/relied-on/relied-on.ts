// Tests a list of what others rely on: everything on it is there, and the looking notices what is not.
import { describe, expect, test } from 'vitest';

export type ReliedOn = {
  list: readonly string[];
  /** Asks the running, built or parsed thing itself. */
  isThere: (item: string) => boolean | Promise<boolean>;
  /** Looks like an item of the list and is none: has to be missed, or the looking proves nothing. */
  madeUp: readonly string[];
};

async function missing(items: readonly string[], isThere: ReliedOn['isThere']): Promise<string[]> {
  const gone: string[] = [];
  for (const item of items) if (!(await isThere(item))) gone.push(item);
  return gone;
}

export function reliedOn(what: string, { list, isThere, madeUp }: ReliedOn): void {
  describe(what, () => {
    test('everything that others rely on is there', async () => {
      expect(list.length).toBeGreaterThan(0);
      expect(await missing(list, isThere)).toEqual([]);
    });
    test('what is not there is missed', async () => {
      expect(madeUp.length).toBeGreaterThan(0);
      expect(await missing(madeUp, isThere)).toEqual(madeUp);
    });
  });
}
