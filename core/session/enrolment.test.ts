import { expect, test } from 'vitest';
import type { Policy } from '../../contract/policy.ts';
import { createBrain, ledgerOf, session, type Brain } from '../../tests/support/brain.ts';
import { codeMark, keyInPolicy } from './policy-enrolment.ts';

const withCode: Policy = {
  backend: { url: 'https://backend.example', fingerprint: 'AB:CD' },
  enrolment: { code: 'KITCHEN-1', deviceName: 'Pass' },
};
const outside = (
  policy: Policy | null,
  ended: { how: 'left' | 'revoked'; code: string | null } | null = null,
) => {
  const brain = createBrain({ session: null, state: { policy } });
  brain.tell({ kind: 'ready', ended });
  return brain;
};
const enrolments = (brain: Brain) => brain.effects().filter((effect) => effect.do === 'enrol');
const refused = (brain: Brain, final: boolean) =>
  brain.tell({ kind: 'enrol-failed', message: 'The code is used up.', final });

test('with a code from IT it enrols by itself, once, with all that the policy says', () => {
  const brain = outside(withCode);
  expect(enrolments(brain)).toEqual([
    {
      do: 'enrol',
      url: 'https://backend.example',
      fingerprint: 'AB:CD',
      code: 'KITCHEN-1',
      deviceName: 'Pass',
    },
  ]);
  brain.pass(600_000);
  expect(enrolments(brain)).toEqual([]);
  expect(brain.state().status.word).toBe('not-enrolled');
});

test.each([
  ['no policy', null],
  ['a policy without a code', { backend: { url: 'https://backend.example' } }],
  ['a code, and nobody to show it to', { enrolment: { code: 'KITCHEN-1' } }],
] as const)('with %s somebody has to come and press', (_what, policy) => {
  const brain = outside(policy);
  brain.pass(600_000);
  expect(enrolments(brain)).toEqual([]);
});

test('before the disk was read nobody enrols: there may be a session on it', () => {
  const brain = createBrain({ session: null, state: { policy: withCode } });
  brain.pass(60_000);
  expect(enrolments(brain)).toEqual([]);
  expect(brain.state().status.word).toBe('starting');
});

test('who left, or was made to, comes back with a new code only', () => {
  for (const how of ['left', 'revoked'] as const) {
    const same = outside(withCode, { how, code: codeMark('KITCHEN-1') });
    same.pass(600_000);
    expect(enrolments(same)).toEqual([]);
    expect(same.state().status.word).toBe(how === 'left' ? 'not-enrolled' : 'signed-out');
    expect(enrolments(outside(withCode, { how, code: codeMark('KITCHEN-0') }))).toHaveLength(1);
    // It had come in by hand, and IT has given it a code since.
    expect(enrolments(outside(withCode, { how, code: null }))).toHaveLength(1);
    expect(enrolments(outside(null, { how, code: null }))).toEqual([]);
  }
});

test('the mark of a code tells it from another one, and not what it is', () => {
  expect(codeMark('KITCHEN-1')).not.toBe(codeMark('KITCHEN-2'));
  expect(codeMark('KITCHEN-1')).not.toContain('KITCHEN');
  expect(keyInPolicy(withCode)).toBe('KITCHEN-1');
  expect(keyInPolicy({})).toBeUndefined();
});

test('a refused code is told, and tried again about a minute later: it may be made valid at any time', () => {
  const brain = outside(withCode);
  brain.effects();
  refused(brain, true);
  expect(brain.state().notices).toMatchObject([{ code: 'enrolment-failed', detail: 'The code is used up.' }]);
  brain.pass(41_000);
  expect(enrolments(brain)).toEqual([]);
  brain.pass(40_000);
  expect(enrolments(brain)).toHaveLength(1);
});

test('a backend that cannot be reached is tried ever more rarely, but always within 40 s', () => {
  const brain = outside(withCode);
  brain.effects();
  const pauses: number[] = [];
  for (let i = 0; i < 8; i += 1) {
    refused(brain, false);
    const since = brain.now().mono;
    while (enrolments(brain).length === 0) brain.pass(500);
    pauses.push(brain.now().mono - since);
  }
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect(pauses[0]).toBeLessThan(5000);
  expect(pauses.at(-1)).toBeGreaterThan(20_000);
  expect(pauses.at(-1)).toBeLessThan(40_000);
});

test('somebody who presses "try now" does not wait', () => {
  const brain = outside(withCode);
  refused(brain, true);
  brain.effects();
  brain.intend({ kind: 'try-now' });
  expect(enrolments(brain)).toHaveLength(1);
});

test('once it is in, the refusal is told no more', () => {
  const brain = outside(withCode);
  refused(brain, false);
  brain.tell({ kind: 'entered', session, ledger: ledgerOf(), restaurant: null, request: null });
  expect(brain.state().notices).toEqual([]);
  expect(brain.state().enrolment).toEqual({ kind: 'enrolled', unproven: null });
});
