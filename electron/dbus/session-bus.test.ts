import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { encodeMessage, messageTypes, type Message } from './message.ts';
import { createMessageStream } from './message-stream.ts';
import { createSessionBus } from './session-bus.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).toReversed()) await clean();
});

const name = 'a.b';
const service = ':1.7';
const somebodyElse = ':1.66';
const theBus = 'org.freedesktop.DBus';
const anything = { destination: name, path: '/a', interface: name, member: 'Do' };
const done = { type: messageTypes.signal, serial: 3, path: '/a', interface: name, member: 'Done', body: [] };
const owns = (owner: string, sender = theBus): Partial<Message> => ({
  type: messageTypes.signal,
  sender,
  path: '/org/freedesktop/DBus',
  interface: theBus,
  member: 'NameOwnerChanged',
  signature: 'sss',
  body: [name, service, owner],
});

type Said = Partial<Message> | Buffer;
type Answers = (call: Message) => Said | readonly Said[] | null;

/** A bus with one service on it: answers what a test tells it to. */
async function startBus(answers: Answers = () => ({}), { greeting = 'OK 1234\r\n' } = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-dbus-'));
  const file = path.join(folder, 'bus');
  const sockets = new Set<Socket>();
  const heard: string[] = [];
  let owner = service;

  function answerOf(call: Message): Said | readonly Said[] | null {
    if (call.destination !== theBus) return answers(call);
    const body = call.member === 'GetNameOwner' ? { signature: 's', body: [owner] } : {};
    return { sender: theBus, ...body };
  }
  const server = createServer((socket) => {
    sockets.add(socket);
    let line = '';
    socket.on('error', () => undefined);
    const stream = createMessageStream({
      wants: () => true,
      passedOver: () => undefined,
      take(call) {
        heard.push(call.member ?? '');
        const said = answerOf(call);
        const base = {
          type: messageTypes.answer,
          serial: 1,
          replyTo: call.serial,
          sender: service,
          body: [],
        };
        const list: readonly Said[] = said === null ? [] : Array.isArray(said) ? said : [said as Said];
        socket.write(
          Buffer.concat(list.map((one) => (Buffer.isBuffer(one) ? one : encodeMessage({ ...base, ...one })))),
        );
      },
    });
    const shakeHands = (bytes: Buffer) => {
      line += bytes.toString('latin1');
      if (line.startsWith('\0AUTH EXTERNAL ') && !line.includes('BEGIN')) socket.write(greeting);
      const end = line.indexOf('BEGIN\r\n');
      if (end < 0) return;
      socket.off('data', shakeHands);
      socket.on('data', (more) => void stream.feed(more));
      stream.feed(Buffer.from(line.slice(end + 7), 'latin1'));
    };
    socket.on('data', shakeHands);
  });
  await new Promise<void>((resolve) => server.listen(file, resolve));
  const cut = () => sockets.forEach((socket) => socket.destroy());
  cleanUp.push(() => {
    cut();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const logged: unknown[] = [];
  const bus = createSessionBus(
    { DBUS_SESSION_BUS_ADDRESS: `unix:path=${encodeURIComponent(file)},guid=1` },
    1000,
    { log: { warn: (_event, fields) => logged.push(fields) } },
  );
  cleanUp.push(() => bus.close());
  return {
    bus,
    heard,
    cut,
    logged,
    setOwner: (next: string) => (owner = next),
    say: (...messages: Said[]) => {
      const bytes = messages.map((one) =>
        Buffer.isBuffer(one) ? one : encodeMessage({ ...done, sender: service, ...one }),
      );
      for (const socket of sockets) socket.write(Buffer.concat(bytes));
    },
  };
}

test('a call is answered by its answer, or rejected with the service’s own error', async () => {
  const { bus } = await startBus((call) =>
    call.member === 'Do'
      ? { signature: 'us', body: [7, 'done'] }
      : { type: messageTypes.error, errorName: 'a.b.Refused', signature: 's', body: ['no room'] },
  );
  expect(await bus.call(anything)).toEqual([7, 'done']);
  await expect(bus.call({ ...anything, member: 'Else' })).rejects.toThrow('a.b.Refused: no room');
});

test('an answer counts only from the one who was asked, or from the bus itself', async () => {
  const { bus } = await startBus((call) => {
    const forged = { signature: 's', body: ['forged'] };
    const [stolen, unasked] = [
      { ...forged, sender: somebodyElse },
      { ...forged, replyTo: call.serial + 1 },
    ];
    return call.member === 'Do'
      ? [stolen, unasked, { signature: 's', body: ['real'] }]
      : [stolen, { type: messageTypes.error, sender: theBus, errorName: 'NoReply' }];
  });
  expect(await bus.call(anything)).toEqual(['real']);
  await expect(bus.call({ ...anything, member: 'Else' })).rejects.toThrow('NoReply');
});

test('an answer that cannot be read, is too long, or never comes is told to whoever waits', async () => {
  const { bus, logged } = await startBus((call) => {
    if (call.member === 'Long') return { signature: 's', body: ['x'.repeat(70_000)] };
    if (call.member === 'Never') return null;
    const bytes = encodeMessage({
      type: messageTypes.answer,
      serial: 1,
      replyTo: call.serial,
      sender: service,
      signature: 'u',
      body: [0],
    });
    bytes[bytes.lastIndexOf('\x01u\0', undefined, 'latin1') + 1] = 'h'.charCodeAt(0);
    return bytes;
  });
  await expect(bus.call(anything)).rejects.toThrow('not a D-Bus signature');
  await expect(bus.call({ ...anything, member: 'Long' })).rejects.toThrow('bytes long');
  await expect(bus.call({ ...anything, member: 'Never' }, 20)).rejects.toThrow(
    'no answer to Never within 20 ms',
  );
  expect(logged).toMatchObject([{ times: 1 }]);
});

test('a signal that came in one packet with an answer is heard after it', async () => {
  const order: string[] = [];
  const { bus } = await startBus((call) => (call.member === 'Do' ? [{}, { ...done, sender: service }] : {}));
  bus.onSignal({ name, interface: name }, ({ member }) => order.push(member));
  await bus.call(anything);
  order.push('answered');
  await vi.waitFor(() => expect(order).toEqual(['answered', 'Done']));
});

test('a signal counts only from the owner of the name, and only the bus says who that is', async () => {
  const { bus, say } = await startBus();
  const heard: unknown[] = [];
  const owners: (string | null)[] = [];
  bus.onSignal({ name, interface: name }, ({ body }) => heard.push(body[0]));
  bus.onOwner(name, (owner) => owners.push(owner));
  await bus.call(anything);
  const named = (sender: string, text: string) => ({ sender, signature: 's', body: [text] });
  say(
    named(somebodyElse, 'forged'),
    owns(somebodyElse, somebodyElse),
    owns(somebodyElse, service),
    named(somebodyElse, 'forged again'),
    named(service, 'real'),
    owns(':1.8'),
    named(service, 'too late'),
    named(':1.8', 'of the next owner'),
  );
  await vi.waitFor(() => expect(heard).toContain('of the next owner'));
  expect(heard).toEqual(['real', 'of the next owner']);
  expect(owners).toEqual([service, ':1.8']);
  expect(await bus.ownerOf(name)).toBe(':1.8');
});

test('a flood of what nobody asked for is passed over, and what was is heard', async () => {
  const { bus, say } = await startBus();
  const heard: string[] = [];
  bus.onSignal({ name, interface: name }, ({ member }) => heard.push(member));
  await bus.call(anything);
  const junk = encodeMessage({ ...done, sender: somebodyElse, signature: 's', body: ['x'.repeat(50_000)] });
  say(...Array.from({ length: 200 }, () => junk), done);
  await vi.waitFor(() => expect(heard).toEqual(['Done']));
  expect(await bus.call(anything)).toEqual([]);
});

test('a lost bus rejects what waits, and is found again by itself, with all that was asked of it', async () => {
  let silent = true;
  const { bus, heard, cut, say, setOwner } = await startBus((call) =>
    call.member === 'Do' && silent ? null : {},
  );
  const members: string[] = [];
  const owners: (string | null)[] = [];
  bus.onSignal({ name, interface: name }, ({ member }) => members.push(member));
  bus.onOwner(name, (owner) => owners.push(owner));
  const waiting = bus.call(anything);
  await vi.waitFor(() => expect(heard).toContain('Do'));
  setOwner(':1.2');
  cut();
  await expect(waiting).rejects.toThrow('closed the connection');
  expect(owners).toEqual([service, null]);
  silent = false;
  await vi.waitFor(() => expect(owners).toEqual([service, null, ':1.2']));
  await vi.waitFor(() => expect(heard.filter((member) => member === 'AddMatch')).toHaveLength(4));
  say({ ...done, sender: ':1.2' });
  await vi.waitFor(() => expect(members).toEqual(['Done']));
});

test('what begins no message costs the connection, and the next call makes a new one', async () => {
  let spoilt = false;
  const { bus, heard } = await startBus(() => {
    if (spoilt) return {};
    spoilt = true;
    return Buffer.from('this is no message at all, and there is no telling where the next one begins');
  });
  await expect(bus.call(anything)).rejects.toThrow('no message');
  expect(await bus.call(anything)).toEqual([]);
  expect(heard.filter((member) => member === 'Hello')).toHaveLength(2);
});

test.each([
  ['refuses', 'REJECTED EXTERNAL\r\n'],
  ['rambles on', 'x'.repeat(5000)],
])('a bus that %s is told', async (_what, greeting) => {
  const { bus } = await startBus(() => ({}), { greeting });
  await expect(bus.call(anything)).rejects.toThrow('refused this user');
});

test('without a bus the reason is told', async () => {
  const bus = createSessionBus({}, 0);
  await expect(bus.call(anything)).rejects.toThrow('no D-Bus');
  bus.close();
});

test('a service that never answers is waited for without end, but not for more than 500 answers', async () => {
  const { bus, heard } = await startBus(() => null);
  const told: string[] = [];
  for (let nth = 0; nth < 502; nth += 1)
    bus
      .call(anything, Number.POSITIVE_INFINITY)
      .catch((error: Error) => void told.push(`${nth}: ${error.message}`));
  await vi.waitFor(() => expect(heard.filter((member) => member === 'Do')).toHaveLength(502));
  expect(told).toEqual([
    '0: never answered, and too many were asked since',
    '1: never answered, and too many were asked since',
  ]);
});
