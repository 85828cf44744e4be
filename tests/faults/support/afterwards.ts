// Stops what a test started, the last one first, whether it passed or not.
import { afterEach } from 'vitest';

export function stopAfterwards(): (stop: () => Promise<void>) => void {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0).toReversed()) await stop();
  });
  return (stop) => void stops.push(stop);
}
