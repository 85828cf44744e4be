// The tests' own push service reads what the RFCs' examples say, before it is believed about us.
import { expect, test } from 'vitest';
import { decrypt, readVapid, receiverOf } from './support/push-crypto.ts';

const receiver = receiverOf('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94', 'BTBZMqHH6r4Tts7J_aSIgg');
const example = Buffer.from(
  'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  'base64url',
);

test('the example of RFC 8291, section 5 and appendix A', () => {
  expect(receiver.keys.getPublicKey().toString('base64url')).toBe(
    'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  );
  expect(decrypt(receiver, example).toString()).toBe('When I grow up, I want to be a watermelon');
});

test.each([0, 16, 21, 90, example.length - 1])('a body that is wrong at byte %i is not read', (at) => {
  const wrong = Buffer.from(example);
  wrong[at] = (wrong[at] ?? 0) ^ 1;
  // The record's size is only an upper bound: a larger one says the same.
  if (at === 16) expect(decrypt(receiver, wrong)).toEqual(decrypt(receiver, example));
  else expect(() => decrypt(receiver, wrong)).toThrow();
});

test('another receiver reads nothing of it', () => {
  const other = receiverOf('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw', 'BTBZMqHH6r4Tts7J_aSIgg');
  expect(() => decrypt(other, example)).toThrow();
});

const token =
  'eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA';
const key = 'BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs';

test('the example of RFC 8292, section 2.4', () => {
  expect(readVapid(`vapid t=${token}, k=${key}`)).toEqual({
    aud: 'https://push.example.net',
    exp: 1453523768,
    sub: 'mailto:push@example.com',
    key,
  });
});

test('a token that somebody else signed, or changed, is noticed', () => {
  const others = 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8';
  expect(() => readVapid(`vapid t=${token}, k=${others}`)).toThrow(/signature/);
  expect(() => readVapid(`vapid t=${token.slice(0, -4)}AAAA, k=${key}`)).toThrow(/signature/);
});
