// What whoever runs the backend relies on over HTTP: its document, its numbers, its limits.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openShop, type Shop } from './support/shop.ts';

describe('over HTTP', () => {
  let shop: Shop;
  let own: string;
  beforeAll(async () => {
    own = mkdtempSync(path.join(tmpdir(), 'counterbell-operations-'));
    shop = await openShop({
      database: path.join(own, 'shop.db'),
      env: {
        COUNTERBELL_RATE_PER_SECOND: '5',
        COUNTERBELL_CORS_ORIGINS: 'https://track.example',
        COUNTERBELL_TRUST_PROXY: '127.0.0.1',
      },
    });
  });
  afterAll(async () => {
    await shop.close();
    rmSync(own, { recursive: true, force: true });
  });

  type Operation = {
    summary: string;
    responses: Record<string, unknown>;
    parameters: { name: string; in: string }[];
  };

  test('the document names every route, and nothing in it points nowhere', async () => {
    const { body } = await shop.nobody.get<{
      openapi: string;
      paths: Record<string, Record<string, Operation>>;
      components: { schemas: Record<string, unknown> };
    }>('/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const routes = Object.entries(body.paths).flatMap(([at, methods]) =>
      Object.keys(methods).map((method) => `${method} ${at}`),
    );
    for (const verb of [
      'accept',
      'reject',
      'ready',
      'recall',
      'collect',
      'cancel',
      'delay',
      'stop-bell',
      'understood',
    ])
      expect(routes).toContain(`post /orders/{id}/${verb}`);
    for (const route of [
      'post /enrol',
      'post /leave',
      'post /people/step-in',
      'post /people/step-out',
      'get /me',
      'post /pusher/auth',
      'post /pusher/authorize',
      'post /pusher/user-auth',
      'post /orders',
      'get /orders',
      'get /orders/{id}',
      'get /orders/{id}/timeline',
      'post /orders/{id}/items/{item}/tick',
      'get /streams/{stream}/events',
      'get /snapshot',
      'post /beat',
      'post /receipts',
      'get /restaurant',
      'put /restaurant',
      'get /devices',
      'delete /devices/{id}',
      'get /healthz',
      'get /readyz',
    ])
      expect(routes).toContain(route);
    for (const [at, methods] of Object.entries(body.paths))
      for (const operation of Object.values(methods)) {
        expect(operation.summary.length).toBeGreaterThan(5);
        const named = [...at.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        const told = operation.parameters.filter((one) => one.in === 'path').map((one) => one.name);
        expect(told.toSorted()).toEqual(named.toSorted());
      }
    const refs = [...JSON.stringify(body).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref ?? '');
    expect(refs.length).toBeGreaterThan(20);
    for (const ref of new Set(refs)) {
      let at: unknown = body;
      for (const step of ref.replace('#/', '').split('/')) at = (at as Record<string, unknown>)[step];
      expect(at, ref).toBeDefined();
    }
  });

  test('behind a proxy metrics are for administrators alone', async () => {
    const local = await fetch(`${shop.backend.url}/metrics`);
    expect(local.status).toBe(403);
    const forwarded = (token?: string) =>
      fetch(`${shop.backend.url}/metrics`, {
        headers: { 'x-forwarded-for': '203.0.113.9', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      });
    expect((await forwarded()).status).toBe(403);
    expect((await forwarded(shop.till.token)).status).toBe(403);
    const admin = await shop.backend.identity.addKey({ kind: 'admin', restaurant: null, name: 'root' });
    const answer = await forwarded(admin.ok ? admin.value.key : '');
    expect(await answer.text()).toMatch(/counterbell_requests_total\{route="\/enrol",status="201"\} 1/);
  });

  test('who asks too much waits, and nobody else does', async () => {
    const eager = await shop.enrol('install-eager');
    const answers = await Promise.all(Array.from({ length: 30 }, () => eager.get('/me')));
    const throttled = answers.filter((answer) => answer.status === 429);
    expect(throttled.length).toBeGreaterThan(0);
    expect(throttled[0]).toMatchObject({ body: { code: 'throttled' } });
    expect(Number(throttled[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await shop.till.get('/me')).status).toBe(200);
    const from = (address: string) =>
      fetch(`${shop.backend.url}/nowhere`, { headers: { 'x-forwarded-for': address } });
    const flood = await Promise.all(Array.from({ length: 60 }, () => from('203.0.113.1')));
    expect(flood.some((answer) => answer.status === 429)).toBe(true);
    expect((await from('203.0.113.2')).status).toBe(404);
  });

  test('pages of other origins read nothing, unless they were named', async () => {
    const asked = (origin: string) =>
      fetch(`${shop.backend.url}/pusher/auth`, {
        method: 'OPTIONS',
        headers: { origin, 'x-forwarded-for': '203.0.113.7' },
      });
    expect((await asked('https://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull();
    const named = await asked('https://track.example');
    expect(named.headers.get('access-control-allow-origin')).toBe('https://track.example');
    expect(named.headers.get('access-control-allow-headers')).toContain('Authorization');
  });
});
