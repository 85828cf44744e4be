import { expect, test } from 'vitest';
import { policy } from '../../contract/policy.ts';
import { createCounter, unreachable } from '../../tests/support/counter.ts';
import { toUtf8 } from '../journal/bytes.ts';

test('an exit code that the disk does not give at the start is sought again: the kiosk is not open for the day', async () => {
  let failing = true;
  const counter = createCounter({
    files: new Map([['exit-code', toUtf8('hash:47114711')]]),
    policy: policy.parse({ settings: { kiosk: true } }),
    answer: () => unreachable,
    unreadable: (path) => failing && path === 'exit-code',
  });
  void counter.core.start();
  await counter.pass(5000);
  expect(counter.core.view().program).toMatchObject({ kiosk: 'off', exitCode: null });
  failing = false;
  await counter.pass(3000);
  expect(counter.core.view().program).toMatchObject({ kiosk: 'on', exitCode: 'own' });
});
