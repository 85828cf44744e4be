import { expect, test } from 'vitest';
import type { BusCall, BusSignal, SessionBus } from '../dbus/session-bus.ts';
import { createClock } from './clock.ts';
import { createLinuxNotifier } from './linux-notifier.ts';

function setUp(answer: (call: BusCall) => Promise<unknown[]>, capabilities: string[] = []) {
  const calls: BusCall[] = [];
  const listeners: ((signal: BusSignal) => void)[] = [];
  const bus: SessionBus = {
    call: (call) => {
      calls.push(call);
      return call.member === 'GetCapabilities' ? Promise.resolve([capabilities]) : answer(call);
    },
    onSignal: (_rule, listener) => void listeners.push(listener),
    close: () => undefined,
  };
  const notifier = createLinuxNotifier({
    bus,
    clock: createClock(),
    appName: 'Counterbell',
    desktopEntry: 'counterbell',
    icon: '/icon.png',
    answerWithinMs: 20,
  });
  const tell = (member: string, ...body: unknown[]) => {
    const from = member === 'NameOwnerChanged' ? 'org.freedesktop.DBus' : 'org.freedesktop.Notifications';
    for (const listener of listeners) listener({ path: '/', interface: from, member, body });
  };
  const sent = (member: string) => calls.filter((call) => call.member === member).map(({ body }) => body);
  return { notifier, tell, sent };
}
const toast = {
  id: 'placed:1',
  title: 'New order 17',
  body: '2× Fish & <Chips>',
  sticky: true,
  open: 'Öffnen',
};

test('the desktop’s number is remembered: raised again it replaces itself, and can be taken back', async () => {
  const { notifier, sent } = setUp(async () => [42]);
  expect(await notifier.show(toast)).toEqual({ kind: 'shown' });
  expect(await notifier.show(toast)).toEqual({ kind: 'shown' });
  expect(sent('Notify').map((body) => body?.slice(0, 6))).toEqual([
    ['Counterbell', 0, '/icon.png', 'New order 17', '2× Fish & <Chips>', ['default', 'Öffnen']],
    ['Counterbell', 42, '/icon.png', 'New order 17', '2× Fish & <Chips>', ['default', 'Öffnen']],
  ]);
  notifier.withdraw('placed:1');
  notifier.withdraw('placed:1');
  expect(sent('CloseNotification')).toEqual([[42]]);
});

test('what stays until somebody acts is critical and has no end; what is quiet is neither', async () => {
  const { notifier, sent } = setUp(async () => [1]);
  await notifier.show(toast);
  await notifier.show({ ...toast, id: 'later', sticky: false });
  const urgency = (body: unknown[] = []) =>
    (body[6] as [string, { value: unknown }][]).find(([name]) => name === 'urgency')?.[1].value;
  expect(sent('Notify').map((body) => [urgency(body), body?.[7]])).toEqual([
    [2, 0],
    [1, -1],
  ]);
});

test('where the desktop reads markup, text is escaped', async () => {
  const { notifier, sent } = setUp(async () => [1], ['body', 'body-markup']);
  await notifier.show(toast);
  expect(sent('Notify')[0]?.[4]).toBe('2× Fish &amp; &lt;Chips&gt;');
});

test('a click names the alert; a closed notification can no longer be clicked', async () => {
  const { notifier, tell } = setUp(async () => [42]);
  const clicked: string[] = [];
  notifier.onClick((id) => clicked.push(id));
  await notifier.show(toast);
  tell('ActionInvoked', 41, 'default');
  tell('ActionInvoked', 42, 'default');
  tell('NotificationClosed', 42, 2);
  tell('ActionInvoked', 42, 'default');
  expect(clicked).toEqual(['placed:1']);
});

test('another service knows none of the old numbers, and is asked anew what it can do', async () => {
  const { notifier, tell, sent } = setUp(async () => [42]);
  await notifier.show(toast);
  tell('NameOwnerChanged', 'org.freedesktop.Notifications', ':1.1', ':1.2');
  await notifier.show(toast);
  expect(sent('Notify').map((body) => body?.[1])).toEqual([0, 0]);
  expect(sent('GetCapabilities')).toHaveLength(2);
});

test('a refusal comes with the service’s reason, silence is told as silence', async () => {
  const refusing = setUp(() => Promise.reject(new Error('LimitsExceeded: no room')));
  expect(await refusing.notifier.show(toast)).toMatchObject({
    kind: 'failed',
    reason: 'LimitsExceeded: no room',
    remedy: expect.stringContaining('notification service'),
  });
  const silent = setUp(() => new Promise(() => {}));
  expect(await silent.notifier.show(toast)).toMatchObject({ kind: 'unanswered' });
});

test('an answer that came too late is still good for taking the notification back', async () => {
  let late: (body: unknown[]) => void = () => undefined;
  const { notifier, sent } = setUp((call) =>
    call.member === 'Notify' ? new Promise((resolve) => (late = resolve)) : Promise.resolve([]),
  );
  expect((await notifier.show(toast)).kind).toBe('unanswered');
  late([42]);
  await Promise.resolve();
  await Promise.resolve();
  notifier.withdraw('placed:1');
  expect(sent('CloseNotification')).toEqual([[42]]);
});
