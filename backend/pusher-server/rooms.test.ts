import { expect, test } from 'vitest';
import { readChannelName } from './channel-name.ts';
import { FanOut } from './fan-out.ts';
import { LastEvents } from './last-events.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { Rooms } from './rooms.ts';

const name = (text: string) => readChannelName(text)!;

function client(socketId: string) {
  const heard: Buffer[] = [];
  return {
    socketId,
    heard,
    deliver: (frame: Buffer) => void heard.push(frame),
    close: () => {},
    last: () => heard.at(-1)?.toString() ?? '',
  };
}

/** So many that they are told after the answer. */
const crowd = (rooms: Rooms, ...channels: string[]) => {
  for (const channel of channels)
    for (let n = 0; n < 21; n += 1) rooms.enter(client(`9.${n}`), name(channel), null);
};

/** `later`: what waits until the answers are written. */
function open(tellCounts = false, limits = DEFAULT_LIMITS, later: (() => void)[] = []) {
  const fanOut = new FanOut(limits.waitingEvents, (run) => void later.push(run));
  return new Rooms(new LastEvents(limits, () => 0), fanOut, limits, tellCounts);
}
const runAll = (later: (() => void)[]) => {
  for (const run of later.splice(0)) run();
};

test('an event becomes one frame, however many listen', () => {
  const later: (() => void)[] = [];
  const rooms = open(false, DEFAULT_LIMITS, later);
  const clients = Array.from({ length: 5 }, (_, n) => client(`1.${n}`));
  for (const each of clients) rooms.enter(each, name('orders'), null);
  rooms.publish(name('orders'), { event: 'order.new', data: '{}' });
  runAll(later);
  const frames = new Set(clients.map(({ heard }) => heard.at(-1)));
  expect(frames.size).toBe(1);
  expect([...frames][0]?.toString()).toContain('order.new');
});

test('a room is gone with its last listener', () => {
  const rooms = open();
  const one = client('1.1');
  const place = rooms.enter(one, name('orders'), null)!;
  expect(rooms.size).toBe(1);
  rooms.leave(one, place);
  expect(rooms.size).toBe(0);
  expect(rooms.find('orders')).toBeUndefined();
});

test('a room that is full does not come into being for the one it turned away', () => {
  const rooms = open(false, { ...DEFAULT_LIMITS, presenceMembers: 0 });
  expect(rooms.enter(client('1.1'), name('presence-a'), { userId: 'ada', info: null })).toBeNull();
  expect(rooms.size).toBe(0);
});

test('up to a hundred listeners hear of every change at once, more hear of it now and then', () => {
  const rooms = open(true);
  const clients = Array.from({ length: 101 }, (_, n) => client(`1.${n}`));
  for (const each of clients.slice(0, 100)) rooms.enter(each, name('crowd'), null);
  expect(clients[0]?.last()).toContain(':100}');
  rooms.enter(clients[100]!, name('crowd'), null);
  expect(clients[0]?.last()).toContain(':100}');
  rooms.tellStaleCounts();
  expect(clients[0]?.last()).toContain(':101}');
  const told = clients[0]!.heard.length;
  rooms.tellStaleCounts();
  expect(clients[0]!.heard.length).toBe(told);
});

test('members of a presence channel are not told their number as well', () => {
  const rooms = open(true);
  const one = client('1.1');
  rooms.enter(one, name('presence-a'), { userId: 'ada', info: null });
  expect(one.heard.map(String).join('')).not.toContain('subscription_count');
});

const events = (heard: readonly Buffer[]) =>
  heard.flatMap((frame) => /"event":"([a-z-]+[0-9]?)"/.exec(frame.toString())?.[1] ?? []);

test('what is published is heard once its publisher was answered, in the order of publishing', () => {
  const later: (() => void)[] = [];
  const rooms = open(false, DEFAULT_LIMITS, later);
  const [one, other] = [client('1.1'), client('1.2')];
  for (const channel of ['a', 'b']) rooms.enter(one, name(channel), null);
  rooms.enter(other, name('a'), null);
  crowd(rooms, 'a');
  rooms.publish(name('a'), { event: 'e1', data: '' });
  rooms.publish(name('b'), { event: 'e2', data: '' });
  rooms.publish(name('a'), { event: 'e3', data: '', except: '1.2' });
  expect([events(one.heard), events(other.heard)]).toEqual([[], []]);
  expect(later).toHaveLength(1);
  runAll(later);
  expect([events(one.heard), events(other.heard)]).toEqual([['e1', 'e2', 'e3'], ['e1']]);
});

test('a few are told at once, unless that would overtake what waits', () => {
  const later: (() => void)[] = [];
  const rooms = open(false, DEFAULT_LIMITS, later);
  const one = client('1.1');
  for (const channel of ['few', 'many']) rooms.enter(one, name(channel), null);
  crowd(rooms, 'many');
  rooms.publish(name('few'), { event: 'e1', data: '' });
  expect(events(one.heard)).toEqual(['e1']);
  rooms.publish(name('many'), { event: 'e2', data: '' });
  rooms.publish(name('few'), { event: 'e3', data: '' });
  expect(events(one.heard)).toEqual(['e1']);
  runAll(later);
  expect(events(one.heard)).toEqual(['e1', 'e2', 'e3']);
});

test('who comes after an event was published finds it in the cache, once, and is not rung for it again', () => {
  const later: (() => void)[] = [];
  const rooms = open(false, DEFAULT_LIMITS, later);
  const [early, late, gone] = [client('1.1'), client('1.2'), client('1.3')];
  rooms.enter(early, name('cache-a'), null);
  const place = rooms.enter(gone, name('cache-a'), null)!;
  crowd(rooms, 'cache-a');
  rooms.publish(name('cache-a'), { event: 'e1', data: '' });
  rooms.leave(gone, place);
  rooms.publish(name('cache-a'), { event: 'e2', data: '' });
  rooms.enter(late, name('cache-a'), null);
  runAll(later);
  expect(events(early.heard)).toEqual(['e1', 'e2']);
  expect(events(late.heard)).toEqual(['e2']);
  expect(events(gone.heard)).toEqual(['e1']);
});

test('publishers who are faster than the fan-out wait for it', () => {
  const later: (() => void)[] = [];
  const rooms = open(false, { ...DEFAULT_LIMITS, waitingEvents: 2 }, later);
  const one = client('1.1');
  rooms.enter(one, name('a'), null);
  crowd(rooms, 'a');
  for (const event of ['e1', 'e2', 'e3', 'e4']) rooms.publish(name('a'), { event, data: '' });
  expect(events(one.heard)).toEqual(['e1', 'e2', 'e3']);
  runAll(later);
  expect(events(one.heard)).toEqual(['e1', 'e2', 'e3', 'e4']);
});
