import { expect, test } from 'vitest';
import { readChannelName } from './channel-name.ts';
import { LastEvents } from './last-events.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { Rooms } from './rooms.ts';

const name = (text: string) => readChannelName(text)!;

function line(socketId: string) {
  const heard: Buffer[] = [];
  return {
    socketId,
    heard,
    deliver: (frame: Buffer) => void heard.push(frame),
    close: () => {},
    last: () => heard.at(-1)?.toString() ?? '',
  };
}

function open(tellCounts = false) {
  return new Rooms(new LastEvents(DEFAULT_LIMITS, () => 0), DEFAULT_LIMITS, tellCounts);
}

test('an event becomes one frame, however many listen', () => {
  const rooms = open();
  const lines = Array.from({ length: 5 }, (_, n) => line(`1.${n}`));
  for (const each of lines) rooms.enter(each, name('orders'), null);
  rooms.publish(name('orders'), { event: 'order.new', data: '{}' });
  const frames = new Set(lines.map(({ heard }) => heard.at(-1)));
  expect(frames.size).toBe(1);
  expect([...frames][0]?.toString()).toContain('order.new');
});

test('a room is gone with its last listener', () => {
  const rooms = open();
  const one = line('1.1');
  const place = rooms.enter(one, name('orders'), null)!;
  expect(rooms.size).toBe(1);
  rooms.leave(one, place);
  expect(rooms.size).toBe(0);
  expect(rooms.find('orders')).toBeUndefined();
});

test('a room that is full does not come into being for the one it turned away', () => {
  const rooms = new Rooms(
    new LastEvents(DEFAULT_LIMITS, () => 0),
    { ...DEFAULT_LIMITS, presenceMembers: 0 },
    false,
  );
  expect(rooms.enter(line('1.1'), name('presence-a'), { userId: 'ada', info: null })).toBeNull();
  expect(rooms.size).toBe(0);
});

test('up to a hundred listeners hear of every change at once, more hear of it now and then', () => {
  const rooms = open(true);
  const lines = Array.from({ length: 101 }, (_, n) => line(`1.${n}`));
  for (const each of lines.slice(0, 100)) rooms.enter(each, name('crowd'), null);
  expect(lines[0]?.last()).toContain(':100}');
  rooms.enter(lines[100]!, name('crowd'), null);
  expect(lines[0]?.last()).toContain(':100}');
  rooms.tellStaleCounts();
  expect(lines[0]?.last()).toContain(':101}');
  const told = lines[0]!.heard.length;
  rooms.tellStaleCounts();
  expect(lines[0]!.heard.length).toBe(told);
});

test('members of a presence channel are not told their number as well', () => {
  const rooms = open(true);
  const one = line('1.1');
  rooms.enter(one, name('presence-a'), { userId: 'ada', info: null });
  expect(one.heard.map(String).join('')).not.toContain('subscription_count');
});
