// Runs a self-test while it is looked at, and tells each check as it is done.
import { useCallback, useEffect, useState } from 'react';
import type { FollowedTest } from '../../../contract/self-test.ts';
import { useCommands } from '../../app/hooks.ts';

/** `lost`: what became of it cannot be told. */
export type Told = FollowedTest & { lost: boolean };
const nothing: Told = { done: [], over: false, lost: false };

export function useSelfTest(): { told: Told; again: () => void } {
  const commands = useCommands();
  const [told, tell] = useState(nothing);
  const [count, setCount] = useState(0);
  useEffect(() => {
    const looked = new AbortController();
    async function follow(): Promise<void> {
      const run = await commands.startSelfTest();
      for (let known = 0; !looked.signal.aborted;) {
        const now = run === null ? null : await commands.followSelfTest(run, known);
        if (looked.signal.aborted) return;
        tell((before) => (now === null ? { ...before, over: true, lost: true } : { ...now, lost: false }));
        if (now === null || now.over) return;
        known = now.done.length;
      }
    }
    void follow();
    return () => looked.abort();
  }, [commands, count]);
  const again = useCallback(() => {
    tell(nothing);
    setCount((before) => before + 1);
  }, []);
  return { told, again };
}
