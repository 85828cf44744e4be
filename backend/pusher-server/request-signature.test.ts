import { expect, test } from 'vitest';
import { judgeRequest } from './request-signature.ts';
import { sign } from './signatures.ts';

const app = { key: '278d425bdf160c739803', secret: '7ad3773142a6692b25b8' };

// The worked example of the protocol's documentation.
const EXAMPLE = {
  method: 'POST',
  path: '/apps/3/events',
  query:
    'body_md5=ec365a775a4cd0599faeb73354201b6f&auth_version=1.0&auth_key=278d425bdf160c739803&auth_timestamp=1353088179&auth_signature=da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c',
};
const THEN = 1_353_088_179_000;

test('the documented example is accepted at its time', () => {
  expect(judgeRequest(EXAMPLE, app, THEN, 600)).toMatchObject({
    ok: true,
    bodyMd5: 'ec365a775a4cd0599faeb73354201b6f',
  });
});

test.each([
  [-600_000, true],
  [600_000, true],
  [-601_000, false],
  [601_000, false],
])('%i ms away it is accepted: %s', (offMs, ok) => {
  expect(judgeRequest(EXAMPLE, app, THEN + offMs, 600).ok).toBe(ok);
});

test('the method, the path, each parameter and the key are covered', () => {
  const changed = [
    { ...EXAMPLE, method: 'GET' },
    { ...EXAMPLE, path: '/apps/3/batch_events' },
    { ...EXAMPLE, query: `${EXAMPLE.query}&info=user_count` },
    { ...EXAMPLE, query: EXAMPLE.query.replace('ec365a', 'ec365b') },
    { ...EXAMPLE, query: EXAMPLE.query.replace('da4548', 'DA4548') },
    { ...EXAMPLE, query: '' },
  ];
  for (const request of changed)
    expect(judgeRequest(request, app, THEN, 600)).toMatchObject({ ok: false, status: 401 });
});

function signed(path: string, pairs: [string, string][], escapeFirst: boolean) {
  const all: [string, string][] = [
    ['auth_key', app.key],
    ['auth_timestamp', '1353088179'],
    ['auth_version', '1.0'],
    ...pairs,
  ];
  const sorted = all.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const written = (escape: (text: string) => string) =>
    sorted.map(([key, value]) => `${key}=${escape(value)}`).join('&');
  const same = (text: string) => text;
  const signedPath = escapeFirst ? path.split('/').map(encodeURIComponent).join('/') : path;
  const text = `GET\n${signedPath}\n${written(escapeFirst ? encodeURIComponent : same)}`;
  const query = `${written(encodeURIComponent)}&auth_signature=${sign(app.secret, text)}`;
  return { method: 'GET', path: path.split('/').map(encodeURIComponent).join('/'), query };
}

test.each([true, false])('values that need escaping: signed after escaping %s', (escapeFirst) => {
  const request = signed('/apps/3/users/ada lovelace', [['filter_by_prefix', 'presence-a,b=é']], escapeFirst);
  const verdict = judgeRequest(request, app, THEN, 600);
  expect(verdict.ok && verdict.params.get('filter_by_prefix')).toBe('presence-a,b=é');
});
