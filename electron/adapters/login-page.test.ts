import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isLoginPage, lookAt, openPlace, type Shown } from './login-page.ts';

const asked = new URL('http://orders.example:8080/streams/x/events?after=1');
const shown = (status: number, over: Partial<Shown> = {}): Shown => ({
  status,
  contentType: null,
  location: null,
  ...over,
});

test.each<[string, Shown, boolean]>([
  ['a network’s own status', shown(511), true],
  ['a page in place of JSON', shown(200, { contentType: 'text/html; charset=utf-8' }), true],
  ['a redirect to another host', shown(302, { location: 'https://login.hotel.example/?to=x' }), true],
  ['one without a scheme', shown(307, { location: '//login.hotel.example/' }), true],
  ['a redirect to its own host', shown(301, { location: 'https://orders.example/livez' }), false],
  ['one to a path', shown(302, { location: '/login' }), false],
  ['one to nowhere', shown(302), false],
  ['one to nonsense', shown(302, { location: 'http://[' }), false],
  ['JSON', shown(200, { contentType: 'application/json' }), false],
  ['a web server whose backend is down', shown(502, { contentType: 'text/html' }), false],
  ['a page that says no', shown(404, { contentType: 'text/html' }), false],
  ['nothing', shown(204), false],
])('%s', (_, page, is) => {
  expect(isLoginPage(asked, page)).toBe(is);
});

test('it is looked for where the backend is, and of an encrypted one where nothing is encrypted', () => {
  expect(openPlace(asked).href).toBe('http://orders.example:8080/generate_204');
  expect(openPlace(new URL('https://orders.example:8443/base')).href).toBe(
    'http://orders.example/generate_204',
  );
});

test('a look tells what is shown, and nobody there is nothing', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(302, { location: 'http://login.example/', 'content-type': 'text/html' });
    response.end('x'.repeat(100_000));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const look = lookAt(() => undefined);
  expect(await look(address)).toEqual({
    status: 302,
    contentType: 'text/html',
    location: 'http://login.example/',
  });
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  expect(await look(address)).toBeNull();
});
