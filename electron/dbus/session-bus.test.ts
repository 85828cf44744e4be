import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { busSocket, createSessionBus } from './session-bus.ts';
import { decodeMessage, encodeMessage, messageTypes, type Message } from './wire.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).toReversed()) await clean();
});

/** A bus of one: answers what a test tells it to. */
async function startBus(answer: (call: Message, socket: Socket) => Partial<Message> | null) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-dbus-'));
  const file = path.join(folder, 'bus');
  const sockets = new Set<Socket>();
  const heard: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    let rest = Buffer.alloc(0);
    let begun = false;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      if (!begun) {
        const line = rest.toString('latin1');
        if (line.startsWith('\0AUTH EXTERNAL ') && !line.includes('BEGIN')) socket.write('OK 1234\r\n');
        const end = line.indexOf('BEGIN\r\n');
        if (end < 0) return;
        begun = true;
        rest = rest.subarray(end + 7);
      }
      for (let next = decodeMessage(rest); next !== null; next = decodeMessage(rest)) {
        rest = rest.subarray(next.length);
        heard.push(next.message.member ?? '');
        const base = { type: messageTypes.answer, serial: 1, replyTo: next.message.serial, body: [] };
        const reply = next.message.member === 'Hello' ? {} : answer(next.message, socket);
        if (reply !== null) socket.write(encodeMessage({ ...base, ...reply }));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(file, resolve));
  const cut = () => sockets.forEach((socket) => socket.destroy());
  cleanUp.push(() => {
    cut();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const bus = createSessionBus(
    { DBUS_SESSION_BUS_ADDRESS: `unix:path=${encodeURIComponent(file)},guid=1` },
    1000,
  );
  cleanUp.push(() => bus.close());
  return { bus, heard, cut, sockets };
}
const anything = { destination: 'a.b', path: '/a', interface: 'a.b', member: 'Do' };

test.each([
  [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1/bus,guid=abc' }, '/run/user/1/bus'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'tcp:host=x,port=1;unix:abstract=/tmp/dbus%2dX' }, '\0/tmp/dbus-X'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'autolaunch:' }, null],
  [{ XDG_RUNTIME_DIR: '/run/user/1' }, '/run/user/1/bus'],
  [{ XDG_RUNTIME_DIR: '/nowhere' }, null],
  [{}, null],
])('%j means %j', (env, socket) => {
  expect(busSocket(env, (file) => file === '/run/user/1/bus')).toBe(socket);
});

test('a call is answered by its answer, or rejected with the service’s own error', async () => {
  const { bus } = await startBus((call) =>
    call.member === 'Do'
      ? { signature: 'us', body: [7, 'done'] }
      : { type: messageTypes.error, errorName: 'a.b.Refused', signature: 's', body: ['no room'] },
  );
  expect(await bus.call(anything)).toEqual([7, 'done']);
  await expect(bus.call({ ...anything, member: 'Else' })).rejects.toThrow('a.b.Refused: no room');
});

test('a signal that came in one packet with an answer is heard after it', async () => {
  const order: string[] = [];
  const { bus } = await startBus((call, socket) => {
    if (call.member !== 'Do') return {};
    const answer = { type: messageTypes.answer, serial: 2, replyTo: call.serial, body: [] };
    const signal = {
      type: messageTypes.signal,
      serial: 3,
      path: '/a',
      interface: 'a.b',
      member: 'Done',
      body: [],
    };
    socket.write(Buffer.concat([encodeMessage(answer), encodeMessage(signal)]));
    return null;
  });
  bus.onSignal("type='signal'", ({ member }) => order.push(member));
  await bus.call(anything);
  order.push('answered');
  await vi.waitFor(() => expect(order).toEqual(['answered', 'Done']));
});

test('a lost bus rejects what waits, and is found again with its rules', async () => {
  let silent = true;
  const { bus, heard, cut } = await startBus((call) => (call.member === 'Do' && silent ? null : {}));
  bus.onSignal("type='signal'", () => undefined);
  const waiting = bus.call(anything);
  await vi.waitFor(() => expect(heard).toContain('Do'));
  cut();
  await expect(waiting).rejects.toThrow('closed the connection');
  silent = false;
  await vi.waitFor(() => bus.call(anything));
  expect(heard.filter((member) => member === 'AddMatch')).toHaveLength(2);
});

test('without a bus the reason is told', async () => {
  await expect(createSessionBus({}, 0).call(anything)).rejects.toThrow('no D-Bus');
});
