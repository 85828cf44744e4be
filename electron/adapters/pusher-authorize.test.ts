// Channels and sign-in are authorised once for each socket, and what was refused can be asked for again.
import { expect, test, vi } from 'vitest';
import type { AuthorizeAnswer, AuthorizeRequest } from '../../core/ports/realtime.ts';
import { app, open, permit, permitMember, publish, startServer } from '../../tests/support/pusher-adapter.ts';

test('after a reconnect each channel is authorised once, although pusher-js and the core both ask for it', async () => {
  const { port, sockets } = await startServer();
  const asked: string[] = [];
  const { client, signals, heard } = open(port, {
    authorize: (request) => {
      if (request.for === 'channel') asked.push(`${request.socketId} ${request.channel}`);
      return permit(request);
    },
    // As the core does: it asks for what it has not heard of on the present socket.
    signal: (signal) => {
      signals.push(signal);
      if (signal.kind !== 'connected') return;
      for (const channel of ['private-restaurant-1', 'private-user-1']) client.subscribe(channel);
    },
  });
  client.connect();
  await heard('subscribed', 2);
  for (let round = 2; round <= 3; round += 1) {
    for (const socket of sockets) socket.destroy();
    await heard('unavailable', round - 1);
    client.connect();
    await heard('subscribed', round * 2);
  }
  expect(asked).toHaveLength(6);
  expect(new Set(asked).size).toBe(6);
});

test('what pusher-js asked for by itself and was refused is asked for again at the first word', async () => {
  const { port, sockets } = await startServer();
  let allowed = true;
  const { client, heard } = open(port, {
    authorize: (request) =>
      allowed ? permit(request) : Promise.resolve({ ok: false, status: 403, message: 'not yours' }),
  });
  client.subscribe('private-restaurant-1');
  client.connect();
  await heard('subscribed');
  allowed = false;
  for (const socket of sockets) socket.destroy();
  await heard('unavailable');
  client.connect();
  await heard('refused');
  allowed = true;
  client.subscribe('private-restaurant-1');
  expect(await heard('subscribed', 2)).toMatchObject({ channel: 'private-restaurant-1' });
});

test('who it is on a presence channel is passed on as it was signed, and no member is an event', async () => {
  const { port } = await startServer();
  const channel = 'presence-CHAT_1';
  const authorize = (user_id: string) => async (request: AuthorizeRequest) => {
    const channelData = JSON.stringify({ user_id, user_info: { name: 'Till' } });
    return permitMember(request, channelData);
  };
  const { client, signals, heard } = open(port, { authorize: authorize('device-1') });
  client.subscribe(channel);
  client.connect();
  await heard('subscribed');
  const other = open(port, { authorize: authorize('device-2') });
  other.client.subscribe(channel);
  other.client.connect();
  await other.heard('subscribed');
  await publish(port, channel, 'chat.message', '{"id":"e1"}');
  expect(await heard('event')).toEqual({ kind: 'event', channel, name: 'chat.message', data: { id: 'e1' } });
  expect(signals.filter(({ kind }) => kind === 'event')).toHaveLength(1);
});

test('a refusal by the authorizer is told with its status, and asking again sends again', async () => {
  const { port } = await startServer();
  let allowed = false;
  const { client, heard } = open(port, {
    authorize: (request) =>
      allowed ? permit(request) : Promise.resolve({ ok: false, status: 403, message: 'not yours' }),
  });
  client.subscribe('private-restaurant-1');
  client.connect();
  expect(await heard('refused')).toEqual({
    kind: 'refused',
    channel: 'private-restaurant-1',
    status: 403,
    message: 'not yours',
  });
  allowed = true;
  client.subscribe('private-restaurant-1');
  await heard('subscribed');
});

test('a refusal by the server wedges pusher-js: asking again cures it', async () => {
  const { port } = await startServer();
  let wrong = true;
  const { client, heard } = open(port, {
    authorize: async (request) => {
      const answer = await permit(request);
      return wrong && answer.ok ? { ...answer, auth: `${app.key}:${'0'.repeat(64)}` } : answer;
    },
  });
  client.subscribe('private-restaurant-1');
  client.connect();
  expect(await heard('refused')).toMatchObject({ channel: 'private-restaurant-1', status: 401 });
  wrong = false;
  client.subscribe('private-restaurant-1');
  await heard('subscribed');
});

test('a refused sign-in can be repeated', async () => {
  const { port } = await startServer();
  let allowed = false;
  const { client, heard } = open(port, {
    authorize: (request) =>
      allowed ? permit(request) : Promise.resolve({ ok: false, status: 500, message: 'later' }),
  });
  client.signIn();
  client.connect();
  expect(await heard('sign-in-refused')).toMatchObject({ message: 'later' });
  allowed = true;
  client.signIn();
  await heard('signed-in');
});

test('an answer for a former socket is thrown away', async () => {
  const { port, sockets } = await startServer();
  const waiting: { request: AuthorizeRequest; answer: (answer: AuthorizeAnswer) => void }[] = [];
  const { client, heard, signals } = open(port, {
    authorize: (request) => new Promise((answer) => waiting.push({ request, answer })),
  });
  client.subscribe('private-restaurant-1');
  client.connect();
  await vi.waitFor(() => expect(waiting).toHaveLength(1));
  for (const socket of sockets) socket.destroy();
  await heard('unavailable');
  client.connect();
  await vi.waitFor(() => expect(waiting).toHaveLength(2));
  const [old, now] = waiting;
  if (old === undefined || now === undefined) throw new Error('two requests were expected');
  expect(old.request.socketId).not.toBe(now.request.socketId);
  now.answer(await permit(now.request));
  old.answer(await permit(old.request));
  await heard('subscribed');
  expect(signals.map(({ kind }) => kind)).not.toContain('refused');
});

test('what was unsubscribed while pending is not subscribed again by a reconnect', async () => {
  const { port, sockets, pusher } = await startServer();
  const { client, heard } = open(port, {
    authorize: (request) =>
      request.for === 'channel' && request.channel === 'private-gone'
        ? new Promise(() => {})
        : permit(request),
  });
  client.connect();
  await heard('connected');
  client.subscribe('private-gone');
  client.unsubscribe('private-gone');
  client.subscribe('private-kept');
  await heard('subscribed');
  for (const socket of sockets) socket.destroy();
  await heard('unavailable');
  client.connect();
  await heard('subscribed', 2);
  expect(pusher.stats()).toMatchObject({ subscriptions: 1 });
});
