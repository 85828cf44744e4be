import { expect, test } from 'vitest';
import type { BusCall, SessionBus } from '../dbus/session-bus.ts';
import { createClock } from './clock.ts';
import { createLinuxNotifier } from './linux-notifier.ts';

function setUp(answer: (call: BusCall) => Promise<unknown[]>, capabilities: string[] = []) {
  const calls: BusCall[] = [];
  const signals: Parameters<SessionBus['onSignal']>[1][] = [];
  const owners: Parameters<SessionBus['onOwner']>[1][] = [];
  const bus: SessionBus = {
    call: (call) => {
      calls.push(call);
      return call.member === 'GetCapabilities' ? Promise.resolve([capabilities]) : answer(call);
    },
    onSignal: (_from, listener) => void signals.push(listener),
    ownerOf: async () => ':1.1',
    onOwner: (_name, listener) => void owners.push(listener),
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
    for (const listener of signals) listener({ member, body });
  };
  const ownerIs = (owner: string | null) => {
    for (const listener of owners) listener(owner);
  };
  ownerIs(':1.1');
  const sent = (member: string) => calls.filter((call) => call.member === member).map(({ body }) => body);
  return { notifier, tell, ownerIs, sent };
}
const toast = {
  id: 'placed:1',
  title: 'New order 17',
  body: '2× Fish & <Chips>',
  sticky: true,
  open: 'Öffnen',
};

/** Whatever can follow from what is known by now has followed. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

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
  const { notifier, ownerIs, sent } = setUp(async () => [42]);
  await notifier.show(toast);
  ownerIs(':1.2');
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
  await turn();
  notifier.withdraw('placed:1');
  expect(sent('CloseNotification')).toEqual([[42]]);
});

/** A desktop that answers when it is told to, in the order in which it was asked. */
function slowDesktop() {
  const answers: ((number: number) => void)[] = [];
  const there = setUp((call) =>
    call.member === 'Notify'
      ? new Promise((resolve) => answers.push((number) => resolve([number])))
      : Promise.resolve([]),
  );
  const answer = async (number: number) => {
    await turn();
    answers.shift()?.(number);
    await turn();
  };
  return { ...there, answer };
}

test('taken back before the desktop answered, it is closed as soon as there is a number to close', async () => {
  const { notifier, sent, answer } = slowDesktop();
  void notifier.show(toast);
  await turn();
  notifier.withdraw('placed:1');
  expect(sent('CloseNotification')).toEqual([]);
  await answer(42);
  expect(sent('CloseNotification')).toEqual([[42]]);
});

test('raised, taken back and raised again at once, the second one stays', async () => {
  const { notifier, sent, answer } = slowDesktop();
  void notifier.show(toast);
  await turn();
  notifier.withdraw('placed:1');
  void notifier.show(toast);
  await answer(42);
  await answer(43);
  expect(sent('Notify').map((body) => body?.[1])).toEqual([0, 0]);
  expect(sent('CloseNotification')).toEqual([[42]]);
});

test('raised twice before the desktop answered, the second one replaces the first', async () => {
  const { notifier, sent, answer } = slowDesktop();
  void notifier.show(toast);
  void notifier.show({ ...toast, body: 'changed' });
  await answer(42);
  await answer(42);
  expect(sent('Notify').map((body) => body?.[1])).toEqual([0, 42]);
});

test('a number that another service gave before it was gone is not closed at its successor', async () => {
  const { notifier, ownerIs, sent, answer } = slowDesktop();
  void notifier.show(toast);
  await turn();
  ownerIs(':1.2');
  await answer(42);
  notifier.withdraw('placed:1');
  expect(sent('CloseNotification')).toEqual([]);
});

test('a service that our own question has started knows the number it gave', async () => {
  const { notifier, ownerIs, sent, answer } = slowDesktop();
  ownerIs(null);
  void notifier.show(toast);
  await turn();
  ownerIs(':1.3');
  await answer(42);
  notifier.withdraw('placed:1');
  expect(sent('CloseNotification')).toEqual([[42]]);
});
