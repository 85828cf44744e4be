// An embedded server whose HTTP API is asked, with what to ask it by; everything is closed after the tests.
import { afterAll, afterEach } from 'vitest';
import { startEmbedded } from './embedded.ts';
import { createClients, createSdk } from './official.ts';
import type { RawClient } from './raw.ts';
import { signedFetch } from './signed-fetch.ts';

export const NOW = Date.now();
export const running = await startEmbedded({ now: () => NOW });
export const { target } = running;
export const sdk = createSdk(target);
export const clients = createClients(target, sdk);
export const raws: RawClient[] = [];

export const post = (path: string, body: unknown, options: object = {}) =>
  signedFetch(target, 'POST', path, {
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...options,
  });
export const get = async (path: string, params: Record<string, string> = {}) => {
  const reply = await signedFetch(target, 'GET', path, { params });
  return { ...reply, json: reply.status === 200 ? (JSON.parse(reply.text) as unknown) : null };
};

afterEach(() => {
  clients.done();
  for (const client of raws.splice(0)) client.socket.terminate();
});
afterAll(() => running.stop());
