import { expect, test } from 'vitest';
import { freePort } from './free-port.ts';

test('a port is given to one only, although nothing listens on it', async ({ onTestFinished }) => {
  const given = new Set<number>();
  for (let n = 0; n < 20; n += 1) given.add(await freePort());
  expect(given.size).toBe(20);
  // The same chance once more: every one of them would be free to listen on.
  const ports = [...given];
  const chances = ports.map((port) => (port - 15_000) / 15_000 + 1e-9);
  const random = Math.random;
  onTestFinished(() => void (Math.random = random));
  Math.random = () => chances.shift() ?? random();
  expect(given).not.toContain(await freePort());
});
