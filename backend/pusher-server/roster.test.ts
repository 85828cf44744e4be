import { expect, test } from 'vitest';
import { readMember, Roster } from './roster.ts';

test('a person comes with the first connection and goes with the last', () => {
  const roster = new Roster();
  const ada = { userId: 'ada', info: { name: 'Ada' } };
  expect([roster.join(ada), roster.join(ada)]).toEqual([true, false]);
  expect(roster.size).toBe(1);
  expect([roster.leave('ada'), roster.leave('ada'), roster.leave('ada')]).toEqual([false, true, false]);
  expect(roster.size).toBe(0);
});

test('is told as ids, hash and count', () => {
  const roster = new Roster();
  roster.join({ userId: '7', info: null });
  roster.join({ userId: 'bo', info: { name: 'Bo' } });
  expect(JSON.parse(roster.describe())).toEqual({
    presence: { ids: ['7', 'bo'], hash: { 7: null, bo: { name: 'Bo' } }, count: 2 },
  });
});

test('numbers are user ids, and the same person as their text', () => {
  expect(readMember('{"user_id":7}', 100)).toEqual({ userId: '7', info: null });
  expect(readMember('{"user_id":"7","user_info":{"a":1}}', 100)).toEqual({ userId: '7', info: { a: 1 } });
});

test.each([
  '',
  '7',
  'null',
  '{}',
  '{"user_id":null}',
  '{"user_id":""}',
  '{"user_id":[1]}',
  '{"user_id":"a\\n"}',
])('%s names nobody, and says why', (text) => {
  expect(readMember(text, 100)).toEqual(expect.stringMatching(/\S/));
});

test('more bytes than allowed name nobody', () => {
  const text = '{"user_id":1,"user_info":"é"}';
  expect(readMember(text, Buffer.byteLength(text))).toMatchObject({ userId: '1' });
  expect(readMember(text, Buffer.byteLength(text) - 1)).toMatch(/longer/);
});
