import { expect, test } from 'vitest';
import { chatWritten } from '../../contract/chat.ts';
import { order as orderShape } from '../../contract/order.ts';
import {
  commandAnswer,
  commandTaken,
  enrolAnswer,
  eventsPage,
  snapshot,
  beatAnswer,
} from '../../contract/api.ts';
import type { BackendRequest } from '../../core/ports/backend.ts';
import { Backend, enrolmentCode, home } from './backend.ts';
import { createChance } from './chance.ts';
import { chatStream, Chats, ownChat } from './chats.ts';
import { Timeline } from './clock.ts';
import { Inboxes } from './inboxes.ts';
import { answer } from './routes.ts';
import { createTrace } from './trace.ts';

function restaurant() {
  const timeline = new Timeline();
  const backend = new Backend(
    timeline,
    createChance('backend'),
    createTrace(false, () => 0),
  );
  const ask = (method: BackendRequest['method'], path: string, more: Partial<BackendRequest> = {}) =>
    answer(backend, { method, path, token, timeoutMs: 1000, ...more });
  let token: string | null = null;
  const enrolled = enrolAnswer.parse(
    ask('POST', '/enrol', { body: { code: enrolmentCode, installId: 'install-1', deviceName: 'Counter' } })
      .body,
  );
  token = enrolled.token;
  const place = () => backend.place([{ name: 'Soup', quantity: 1 }], 'Ida Morgenroth');
  const page = (after: number, id?: string) =>
    ask('GET', `/streams/${home}/events?after=${after}${id === undefined ? '' : `&id=${id}`}`);
  const command = (order: string, verb: string, idempotencyKey: string, body = {}) =>
    ask('POST', `/orders/${order}/${verb}`, { idempotencyKey, body });
  return { timeline, backend, ask, place, page, command };
}

test('every answer is one of the contract', () => {
  const { ask, place, page, command } = restaurant();
  const order = place();
  expect(orderShape.parse(order)).toEqual(order);
  expect(commandAnswer.parse(command(order.id, 'accept', 'key-1').body).seq).toBe(2);
  expect(eventsPage.parse(page(0).body).events.map((event) => event.seq)).toEqual([1, 2]);
  expect(snapshot.parse(ask('GET', '/snapshot').body).heads[home]?.seq).toBe(2);
  expect(beatAnswer.parse(ask('POST', '/beat', { body: {} }).body).heads[home]?.seq).toBe(2);
});

test('a key takes effect once, and with another body it is refused', () => {
  const { backend, place, command } = restaurant();
  const order = place();
  expect(command(order.id, 'accept', 'key-1', { minutes: 5 }).status).toBe(200);
  expect(command(order.id, 'accept', 'key-1', { minutes: 5 }).status).toBe(200);
  expect(command(order.id, 'accept', 'key-1', { minutes: 9 }).status).toBe(422);
  expect(backend.taken).toHaveLength(1);
  expect(command(order.id, 'accept', 'key-2').body).toMatchObject({ already: { what: 'accept' } });
  expect(command(order.id, 'collect', 'key-3').status).toBe(409);
});

test('the customer hears of a ready order ten seconds later, unless it was recalled', async () => {
  const { backend, timeline, place, command } = restaurant();
  const [kept, recalled] = [place(), place()];
  command(kept.id, 'ready', 'key-1');
  command(recalled.id, 'ready', 'key-2');
  await timeline.runUntil(5000);
  command(recalled.id, 'recall', 'key-3');
  await timeline.runUntil(20_000);
  expect(backend.told.map((told) => told.order)).toEqual([kept.id]);
});

test('a database that is put back loses its place in the log, by epoch or by what stands at a number', () => {
  for (const how of ['new-epoch', 'same-epoch'] as const) {
    const { backend, place, page } = restaurant();
    place();
    backend.backUp();
    place();
    const cursor = backend.log(home).events[1]!;
    backend.putBack(how);
    expect(page(cursor.seq, cursor.id).status).toBe(410);
    place();
    expect(page(cursor.seq, cursor.id).status).toBe(410);
    const [event] = backend.log(home).events.slice(-1);
    expect(event?.seq).toBe(how === 'new-epoch' ? 3 : 2);
  }
});

test('a pruned log serves what follows the last event it kept, and nothing before', () => {
  const { backend, place, page } = restaurant();
  for (let one = 0; one < 3; one += 1) place();
  backend.prune();
  expect(page(1).status).toBe(410);
  expect(page(3, backend.log(home).events[2]!.id).status).toBe(200);
});

test('notifications are told once, opened once and counted, also by the device later and for nobody else', () => {
  const { backend, ask } = restaurant();
  const inboxes = new Inboxes(backend);
  backend.inboxes = inboxes;
  const { token } = ask('POST', '/people/step-in', { body: { pin: '1111' } }).body as { token: string };
  for (let one = 0; one < 3; one += 1) inboxes.notify('p-ada', 'message');
  const [first, second] = inboxes.of('p-ada');
  const inbox = () => snapshot.parse(ask('GET', '/snapshot', { token }).body).inbox;
  expect(snapshot.parse(ask('GET', '/snapshot').body).inbox).toBeUndefined();
  expect(inbox()).toMatchObject({ unread: 3, notifications: [{ id: inboxes.of('p-ada')[2]?.id }, {}, {}] });

  const open = (id: string | undefined, person: string, by: string | undefined) =>
    ask('POST', `/notifications/${id}/open`, {
      body: { person },
      ...(by === undefined ? {} : { token: by }),
    });
  expect(commandTaken.parse(open(first?.id, 'p-ada', token).body)).toMatchObject({ seq: 4 });
  expect(commandTaken.parse(open(first?.id, 'p-ada', undefined).body)).toMatchObject({ seq: 4 });
  expect(open(second?.id, 'p-bo', undefined).status).toBe(403);
  expect(open(second?.id, 'p-bo', token).status).toBe(403);
  expect(open('none', 'p-ada', token).status).toBe(404);
  expect(inbox()).toMatchObject({ unread: 2 });

  const body = { person: 'p-ada', upTo: backend.now() };
  expect(commandTaken.parse(ask('POST', '/notifications/open-all', { body }).body)).toMatchObject({ seq: 5 });
  expect(inbox()).toMatchObject({ unread: 0 });
  const told = eventsPage.parse(ask('GET', '/streams/user:p-ada/events?after=0', { token }).body).events;
  expect(told.map((event) => ('opening' in event ? event.opening : event.id))).toMatchObject([
    first?.id,
    second?.id,
    expect.any(String),
    { ids: [first?.id], count: 1 },
    { ids: [], upTo: body.upTo, count: 2 },
  ]);
});

test('messages are written once under a key, read forwards, and deleted from the log by those who manage', () => {
  const { backend, ask, place } = restaurant();
  const chats = new Chats(backend);
  backend.chats = chats;
  const { id } = place();
  const write = (message: string, idempotencyKey: string) =>
    ask('POST', '/api/chat', { body: { id, message }, idempotencyKey });
  const shown = () => snapshot.parse(ask('GET', '/snapshot').body).chats;
  expect(shown()).toEqual([]);
  expect(chats.write({ chat: id, text: 'Hello', from: 'customer', name: 'Ida' })).toMatchObject({
    status: 403,
  });

  const first = chatWritten.parse(write('Soup is out', 'k1').body).message;
  expect(chatWritten.parse(write('Soup is out', 'k1').body).message).toEqual(first);
  expect(chats.write({ chat: id, text: 'Salad then', from: 'customer', name: 'Ida' }).ok).toBe(true);
  const second = shown()?.[0]?.messages[1];
  expect(chats.unread(id, () => false)).toBe(1);
  const read = (upTo: string | undefined) => ask('POST', '/api/chat/read', { body: { id, upTo } }).status;
  expect([read(second?.id), read(first.id), read('none')]).toEqual([200, 200, 404]);
  expect(chats.unread(id, () => false)).toBe(0);
  expect(shown()?.[0]?.seen.staff?.message).toBe(second?.id);

  const remove = (token?: string) =>
    ask('DELETE', `/api/chat/${id}/messages/${first.id}`, token === undefined ? {} : { token }).status;
  const { token } = ask('POST', '/people/step-in', { body: { pin: '2222' } }).body as { token: string };
  expect([remove(), remove(token), remove(token)]).toEqual([403, 200, 200]);
  const told = eventsPage.parse(ask('GET', `/streams/${chatStream}/events?after=0`).body).events;
  expect(told.map(({ type }) => type)).toEqual(['chat.message', 'chat.message', 'chat.read', 'chat.deleted']);
  expect(JSON.stringify(told)).not.toContain('Soup is out');
  expect(shown()?.[0]?.messages).toMatchObject([{ text: '', deleted: true }, { text: 'Salad then' }]);

  chats.erase(id);
  expect(shown()).toEqual([]);
  expect(write('Still there?', 'k2').status).toBe(409);
  expect(ask('POST', '/api/chat', { body: { id: ownChat, message: 'Among us' } }).status).toBe(200);
  chats.broken = true;
  expect(ask('GET', `/streams/${chatStream}/events?after=0`).status).toBe(500);
  expect(ask('GET', '/snapshot').status).toBe(200);
});
