// Makes messages that no desktop of ours sends: of every size and type, in others' names, and bent where a bus lets it
// through. One seed decides all of it.
import type { Random } from '../../../backend/demo/random.ts';
import { encodeMessage, messageTypes, type Message } from '../../../electron/dbus/message.ts';

const interfaces = [
  'org.freedesktop.Notifications',
  'org.freedesktop.DBus',
  'org.kde.StatusNotifierWatcher',
  'com.canonical.dbusmenu',
  'a.b',
];
const members = [
  'ActionInvoked',
  'NotificationClosed',
  'NameOwnerChanged',
  'StatusNotifierHostRegistered',
  'Notify',
  'Long',
];
const paths = ['/org/freedesktop/Notifications', '/org/freedesktop/DBus', '/StatusNotifierItem', '/'];

/** Signature and body, as many as one likes. */
const bodies: readonly ((random: Random) => [string, unknown[]])[] = [
  () => ['', []],
  (random) => ['us', [random.whole(0, 20), 'default']],
  (random) => ['uu', [random.whole(0, 20), random.whole(0, 4)]],
  () => ['u', [2 ** 32 - 1]],
  () => ['sss', ['org.freedesktop.Notifications', ':1.1', '']],
  () => ['sss', ['org.kde.StatusNotifierWatcher', '', ':1.999']],
  (random) => ['s', ['x'.repeat(random.pick([0, 1, 200, 2000, 2000, 70_000]))]],
  () => ['as', [Array.from({ length: 200 }, () => 'a')]],
  () => ['ay', [Array.from({ length: 300 }, (_, n) => n % 256)]],
  () => [
    'a{sv}',
    [
      [
        ['__proto__', { signature: 's', value: 'a' }],
        ['constructor', { signature: 'u', value: 1 }],
      ],
    ],
  ],
  () => ['v', [{ signature: 'v', value: { signature: 'v', value: { signature: 's', value: 'a' } } }]],
  () => ['s', ['\u202e\ufffd<b>&amp;']],
  () => ['b', [true]],
  () => ['d', [Number.NaN]],
];

/** Behind the sixteen bytes that say where the next one begins. */
const firstFree = 16;

/** `destination`: a real bus carries it there. */
export function hostileMessage(random: Random, destination?: string): Buffer {
  const [signature, body] = random.pick(bodies)(random);
  const type = random.pick(Object.values(messageTypes));
  const message: Message = {
    type,
    serial: random.whole(1, 2 ** 31),
    path: random.pick(paths),
    interface: random.pick(interfaces),
    member: random.pick(members),
    ...(type === messageTypes.answer || type === messageTypes.error
      ? { replyTo: random.whole(1, 300), errorName: 'a.b.Error' }
      : {}),
    ...(destination === undefined
      ? { sender: random.pick([':1.1', 'org.freedesktop.DBus', ':1.77']) }
      : { destination }),
    ...(signature === '' ? {} : { signature }),
    body,
  };
  const bytes = encodeMessage(message);
  // A bus throws out whoever sends it what it cannot read itself.
  if (destination === undefined && random.chance(0.5))
    for (let n = random.whole(1, 6); n > 0; n -= 1)
      bytes[random.whole(firstFree, bytes.length - 1)] = random.pick([
        0,
        1,
        0x7f,
        0xff,
        0x61,
        0x28,
        0x76,
        random.whole(0, 255),
      ]);
  return bytes;
}
