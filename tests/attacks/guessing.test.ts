// Guessing PINs and passwords: fresh enrolments are no fresh start, and nobody is shut out by another's mistakes.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Principal } from '../../contract/permissions.ts';
import { enrolled, must, openHouse, type House } from '../backend/identity-house.ts';
import { onBothDatabases } from '../backend/support/databases.ts';

const minute = 60_000;

onBothDatabases((databases) => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse(await databases.fresh());
    await add({ pin: '739152' });
  });
  afterEach(() => house.close());

  const add = (secrets: { pin?: string; email?: string; password?: string }) =>
    house.identity
      .addPerson({ restaurant: 'bella', name: 'Ada', role: 'manager', ...secrets })
      .then((added) => must(added).id);
  const request = (code: string, installId: string) => ({ code, installId, deviceName: 'Till' });
  const codeFor = async (maxUses: number | null) =>
    must(await house.identity.addCode({ restaurant: 'bella', maxUses, expiresAt: null })).code;
  const principal = async (token: string) => must(await house.identity.identify(token));
  let guessed = 0;
  const guess = (till: Principal, more: { personId?: string } = {}) =>
    house.identity.stepIn(till, { pin: String(100_000 + (guessed += 1)), ...more }, '10.6.6.6');
  const code = (answer: { ok: boolean; code?: string }) => (answer.ok ? 'in' : answer.code);

  test('a code that is used up enrols its install again only for minutes, however often it is asked', async () => {
    const once = await codeFor(1);
    let enrolments = 0;
    for (let at = 0; at < 20 * minute; at += minute) {
      if ((await house.identity.enrol(request(once, 'thief-1'), '10.6.6.6')).ok) enrolments += 1;
      house.clock.now += minute;
    }
    expect(enrolments).toBe(10);
    expect(await house.identity.enrol(request(once, 'thief-1'), '10.7.7.7')).toMatchObject({
      code: 'code-used-up',
    });
  });

  test('nor once its token was used, or its session ended', async () => {
    for (const end of ['beat', 'revoke'] as const) {
      const once = await codeFor(1);
      const first = must(await house.identity.enrol(request(once, `till-${end}`), '10.0.0.1'));
      const { id } = first.device;
      if (end === 'revoke') await house.identity.revokeDevice('bella', id);
      else
        await house.identity.beat(
          { id, restaurant: 'bella' },
          { live: true, audible: true, window: 'none', person: null },
        );
      expect(await house.identity.enrol(request(once, `till-${end}`), '10.0.0.1'), end).toMatchObject({
        code: 'code-used-up',
      });
    }
  });

  test('enrolling again is no fresh start for guesses, with a code good for ever', async () => {
    const fleet = await codeFor(null);
    let tries = 0;
    for (let round = 0; round < 8; round++) {
      const { token } = must(await house.identity.enrol(request(fleet, 'thief-1'), '10.6.6.6'));
      const till = await principal(token);
      for (let n = 0; n < 4; n++) if (code(await guess(till)) === 'not-signed-in') tries += 1;
      house.clock.now += 1000;
    }
    expect(tries).toBeLessThanOrEqual(9);
  });

  test('many installs share what a restaurant bears, and a till that is in use is not slowed down by them', async () => {
    const till = await principal((await enrolled(house, 'bella', 'till-1')).token);
    const rightPin = () => house.identity.stepIn(till, { pin: '739152' }, '10.0.0.1');
    expect(code(await rightPin())).toBe('in');
    const fleet = await codeFor(null);
    let tries = 0;
    const started = house.clock.now;
    for (let n = 0; n < 45; n++) {
      const { token } = must(await house.identity.enrol(request(fleet, `thief-${n}`), '10.6.6.6'));
      if (code(await guess(await principal(token))) === 'not-signed-in') tries += 1;
    }
    expect(tries).toBeLessThanOrEqual(40);
    expect(code(await rightPin())).toBe('in');
    // A new till waits for minutes at worst, never for hours.
    house.clock.now = started + 5 * minute;
    const fresh = await principal((await enrolled(house, 'bella', 'till-2')).token);
    expect(code(await house.identity.stepIn(fresh, { pin: '739152' }, '10.0.0.1'))).toBe('in');
  });

  test('whoever knows one PIN does not make fresh installs good for guessing another one', async () => {
    await add({ pin: '482615' });
    const till = await principal((await enrolled(house, 'bella', 'till-1')).token);
    expect(code(await house.identity.stepIn(till, { pin: '739152' }, '10.0.0.1'))).toBe('in');
    const fleet = await codeFor(null);
    let tries = 0;
    for (let n = 0; n < 40; n++) {
      house.clock.now += 10;
      const { token } = must(await house.identity.enrol(request(fleet, `thief-${n}`), '10.6.6.6'));
      const thief = await principal(token);
      await house.identity.stepIn(thief, { pin: '482615' }, '10.6.6.6');
      for (let i = 0; i < 8; i++) if (code(await guess(thief)) === 'not-signed-in') tries += 1;
    }
    // Those of nine installs beside the till, and what the restaurant bears.
    expect(tries).toBeLessThanOrEqual(9 * 8 + 40);
    expect(code(await house.identity.stepIn(till, { pin: '739152' }, '10.0.0.1'))).toBe('in');
  });

  test('mistakes in the name of somebody leave them a way in on every till where somebody was in before', async () => {
    const ben = await add({ pin: '482615' });
    const till = await principal((await enrolled(house, 'bella', 'till-1')).token);
    must(await house.identity.stepIn(till, { pin: '739152' }, '10.0.0.1'));
    for (let n = 0; n < 3; n++) {
      const thief = await principal((await enrolled(house, 'bella', `thief-${n}`)).token);
      for (let i = 0; i < 4; i++) await guess(thief, { personId: ben });
    }
    expect(code(await house.identity.stepIn(till, { pin: '482615', personId: ben }, '10.0.0.1'))).toBe('in');
  });

  const login = { email: 'eve@example.com', password: 'correct horse' };
  const wrong = { ...login, password: 'battery staple' };
  const signIn = async (what: typeof login, address: string) =>
    code(await house.identity.stepIn(null, what, address));

  test('wrong passwords from elsewhere do not lock out whoever knows the right one', async () => {
    await add(login);
    for (let i = 0; i < 20; i++) await signIn(wrong, '203.0.113.9');
    expect(await signIn(login, '203.0.113.9')).toBe('throttled');
    expect(await signIn(login, '198.51.100.4')).toBe('in');
  });

  test('wrong passwords from everywhere slow down who is not known, and nobody who is', async () => {
    await add(login);
    const home = '2001:db8:1:2::10';
    expect(await signIn(login, home)).toBe('in');
    const till = await principal((await enrolled(house, 'bella', 'till-1')).token);
    const attack = async () => {
      const answers = [];
      for (let n = 0; n < 30; n++) answers.push(await signIn(wrong, `2001:db8:${n.toString(16)}:ffff::1`));
      return answers.filter((answer) => answer === 'not-signed-in').length;
    };
    expect(await attack()).toBeLessThanOrEqual(20);
    expect(await signIn(login, '198.51.100.4')).toBe('throttled');
    // Another address of the same household, and a device of the restaurant.
    expect(await signIn(login, '2001:db8:1:2::abcd')).toBe('in');
    expect(code(await house.identity.stepIn(till, login, '198.51.100.4'))).toBe('in');
    house.clock.now += 5 * minute;
    expect(await signIn(login, '198.51.100.4')).toBe('in');
  });

  test('a hundred codes tried at the same moment are no more than one after the other', async () => {
    const from = (n: number) => request(`NO-SUCH-CODE-${n}`, 'thief-1');
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => house.identity.enrol(from(n), '10.6.6.6')),
    );
    expect(answers.filter((answer) => code(answer) === 'code-unknown')).toHaveLength(20);
  });

  test('all addresses of one household are one', async () => {
    const answers = [];
    for (let n = 1; n <= 30; n++)
      answers.push(await house.identity.enrol(request('NO-SUCH-CODE', 'thief-1'), `2001:db8::${n}`));
    expect(answers.filter((answer) => code(answer) === 'throttled')).toHaveLength(10);
  });
});
