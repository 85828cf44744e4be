import { expect, test } from 'vitest';
import type { AuthorizeAnswer, RealtimeSignal } from '../../core/ports/realtime.ts';
import { createChance } from './chance.ts';
import { MachineClock, Timeline } from './clock.ts';
import { Line } from './network.ts';
import { PusherService, signatureOf } from './pusher.ts';
import { createRealtime } from './realtime.ts';
import { createTrace } from './trace.ts';

function counter(
  authorize: (socketId: string, channel: string) => Promise<AuthorizeAnswer> = async (socketId, channel) => ({
    ok: true,
    auth: signatureOf(`${socketId}:${channel}`),
  }),
) {
  const timeline = new Timeline();
  const trace = createTrace(false, () => 0);
  const chance = createChance('realtime');
  const service = new PusherService(timeline, chance, trace);
  const line = new Line();
  const heard: (RealtimeSignal & { at: number })[] = [];
  const realtime = createRealtime({
    name: 'counter',
    line,
    service,
    chance,
    trace,
    clock: new MachineClock(timeline, 0, true).port().clock,
    alive: () => true,
    guard: (_what, run) => run(),
  });
  const client = realtime.open({
    address: { key: 'k', host: 'pusher.sim', port: 443, tls: true },
    fingerprint: null,
    activityTimeoutMs: 8000,
    pongTimeoutMs: 4000,
    authorize: async (asked) =>
      asked.for === 'channel'
        ? authorize(asked.socketId, asked.channel)
        : { ok: true, auth: signatureOf(`${asked.socketId}::user::{"id":"d1"}`), userData: '{"id":"d1"}' },
    signal: (signal) => heard.push({ ...signal, at: timeline.now }),
  });
  const kinds = () => heard.map((signal) => signal.kind);
  return { timeline, service, line, client, heard, kinds };
}

test('only who has the right signature hears a private channel', async () => {
  const right = counter();
  right.client.subscribe('private-restaurant-r1');
  right.client.connect();
  await right.timeline.runUntil(1000);
  right.service.publish('private-restaurant-r1', 'order.new', { seq: 1 });
  await right.timeline.runUntil(2000);
  expect(right.kinds()).toEqual(['connecting', 'connected', 'subscribed', 'event']);

  const wrong = counter(async () => ({ ok: true, auth: signatureOf('something else') }));
  wrong.client.subscribe('private-restaurant-r1');
  wrong.client.connect();
  await wrong.timeline.runUntil(1000);
  expect(wrong.kinds()).toEqual(['connecting', 'connected', 'refused']);
});

test('a half-open link is noticed after the activity and the pong time-out', async () => {
  const { timeline, line, client, heard } = counter();
  client.connect();
  await timeline.runUntil(1000);
  line.push = 'stalled';
  await timeline.runUntil(30_000);
  const lost = heard.find((signal) => signal.kind === 'unavailable');
  expect(lost?.at).toBeGreaterThan(11_000);
  expect(lost?.at).toBeLessThan(21_000);
});

test('an answer for the socket of before is thrown away', async () => {
  const answers: ((answer: AuthorizeAnswer) => void)[] = [];
  const asked: string[] = [];
  const { timeline, service, client, kinds } = counter(
    (socketId) =>
      new Promise((resolve) => {
        asked.push(socketId);
        answers.push(resolve);
      }),
  );
  client.subscribe('private-restaurant-r1');
  client.connect();
  await timeline.runUntil(1000);
  service.closeAll(1006);
  await timeline.runUntil(5000);
  expect(asked).toHaveLength(2);
  answers[0]?.({ ok: true, auth: signatureOf(`${asked[0]}:private-restaurant-r1`) });
  await timeline.runUntil(6000);
  expect(kinds()).not.toContain('subscribed');
  answers[1]?.({ ok: true, auth: signatureOf(`${asked[1]}:private-restaurant-r1`) });
  await timeline.runUntil(7000);
  expect(kinds().at(-1)).toBe('subscribed');
});

test('who was terminated stays away until told otherwise', async () => {
  const { timeline, service, client, heard } = counter();
  client.signIn();
  client.connect();
  await timeline.runUntil(1000);
  service.terminate('d1');
  await timeline.runUntil(60_000);
  expect(heard.at(-1)).toMatchObject({ kind: 'disconnected', asked: false, code: 4009 });
  client.connect();
  await timeline.runUntil(61_000);
  expect(heard.at(-1)?.kind).toBe('signed-in');
});
