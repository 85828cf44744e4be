import { expect, test } from 'vitest';
import { createBrain } from '../../tests/support/brain.ts';

test('a proxy that lets nothing through is told in its own words, for the network as for the backend', () => {
  const brain = createBrain();
  const message = 'The proxy proxy.example:3128 asks for a name and a password. What to do.';
  for (const ask of brain.open('beat'))
    brain.answer(ask, { kind: 'failure', why: 'proxy', sent: false, message });
  const { parts } = brain.state().status;
  for (const name of ['network', 'backend'])
    expect(parts.find(({ part }) => part === name)).toMatchObject({
      works: false,
      cause: message,
      inWay: 'proxy',
    });
});
