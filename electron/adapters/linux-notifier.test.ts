import { expect, test } from 'vitest';
import type { BusCall, SessionBus } from '../dbus/session-bus.ts';
import { createClock } from './clock.ts';
import type { Showing } from '../../core/ports/notifier.ts';
import { createLinuxNotifier } from './linux-notifier.ts';

type Desktop = { capabilities?: string[]; inhibited?: boolean; startable?: string[] };

function setUp(answer: (call: BusCall) => Promise<unknown[]>, desktop: Desktop = {}) {
  const { capabilities = ['actions', 'body'], inhibited, startable = [] } = desktop;
  const calls: BusCall[] = [];
  const signals: { of: string; listener: Parameters<SessionBus['onSignal']>[1] }[] = [];
  const owners: Parameters<SessionBus['onOwner']>[1][] = [];
  const bus: SessionBus = {
    call: (call) => {
      calls.push(call);
      if (call.member === 'GetCapabilities') return Promise.resolve([capabilities]);
      if (call.member === 'ListActivatableNames') return Promise.resolve([startable]);
      if (call.member !== 'Get') return answer(call);
      return inhibited === undefined
        ? Promise.reject(new Error('UnknownProperty'))
        : Promise.resolve([inhibited]);
    },
    onSignal: ({ interface: of }, listener) => void signals.push({ of, listener }),
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
  const tellOf = (from: string, member: string, ...body: unknown[]) => {
    for (const { of, listener } of signals) if (of === from) listener({ member, body });
  };
  const tell = (member: string, ...body: unknown[]) =>
    tellOf('org.freedesktop.Notifications', member, ...body);
  const showing: Showing[] = [];
  notifier.onShowing((now) => showing.push(now));
  const ownerIs = (owner: string | null) => {
    for (const listener of owners) listener(owner);
  };
  ownerIs(':1.1');
  const sent = (member: string) => calls.filter((call) => call.member === member).map(({ body }) => body);
  return { notifier, tell, tellOf, ownerIs, sent, showing };
}
const toast = {
  id: 'placed:1',
  title: 'New order 17',
  body: '2× Fish & <Chips>',
  sticky: true,
  open: 'Öffnen',
};

const buttons = ['default', 'Öffnen', 'open', 'Öffnen'];

/** Whatever can follow from what is known by now has followed. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('the desktop’s number is remembered: raised again it replaces itself, and can be taken back', async () => {
  const { notifier, sent } = setUp(async () => [42]);
  expect(await notifier.show(toast)).toEqual({ kind: 'shown' });
  expect(await notifier.show(toast)).toEqual({ kind: 'shown' });
  expect(sent('Notify').map((body) => body?.slice(0, 6))).toEqual([
    ['Counterbell', 0, '/icon.png', 'New order 17', '2× Fish & <Chips>', buttons],
    ['Counterbell', 42, '/icon.png', 'New order 17', '2× Fish & <Chips>', buttons],
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
  const { notifier, sent } = setUp(async () => [1], { capabilities: ['body', 'body-markup'] });
  await notifier.show(toast);
  expect(sent('Notify')[0]?.[4]).toBe('2× Fish &amp; &lt;Chips&gt;');
});

test('a click names the alert; a closed notification can no longer be clicked', async () => {
  const { notifier, tell } = setUp(async () => [42]);
  const clicked: string[] = [];
  notifier.onPress((id) => clicked.push(id));
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

const ringing = { ...toast, stopBell: 'Klingel stoppen' };

test('buttons are only asked for where the desktop has them, and “Stop bell” only for what rings', async () => {
  const withButtons = setUp(async () => [42]);
  await withButtons.notifier.show(ringing);
  expect(withButtons.sent('Notify')[0]?.[5]).toEqual([...buttons, 'stop-bell', 'Klingel stoppen']);
  const without = setUp(async () => [42], { capabilities: ['body'] });
  await without.notifier.show(ringing);
  expect(without.sent('Notify')[0]?.[5]).toEqual([]);
});

test('each button is told by what it does; an action that was never offered by nothing', async () => {
  const { notifier, tell } = setUp(async () => [42]);
  const pressed: string[] = [];
  notifier.onPress((id, button) => pressed.push(`${id} ${button}`));
  await notifier.show(ringing);
  for (const action of ['default', 'open', 'stop-bell', 'delete-everything', 7])
    tell('ActionInvoked', 42, action);
  expect(pressed).toEqual(['placed:1 open', 'placed:1 open', 'placed:1 stop-bell']);
});

test('a service that does not say what it can do gets no buttons, and no text that could be markup', async () => {
  const { notifier, sent } = setUp(async () => [42], { capabilities: 'everything' as never });
  await notifier.show(toast);
  expect(sent('Notify')[0]?.slice(4, 6)).toEqual(['2× Fish &amp; &lt;Chips&gt;', []]);
});

test('a service that gives the same number twice: a click leads to what it showed last', async () => {
  const { notifier, tell } = setUp(async () => [42]);
  const pressed: string[] = [];
  notifier.onPress((id) => pressed.push(id));
  await notifier.show(toast);
  await notifier.show({ ...toast, id: 'placed:2' });
  tell('ActionInvoked', 42, 'default');
  expect(pressed).toEqual(['placed:2']);
});

test('a service that gives another number instead of replacing: the former one is taken back', async () => {
  let number = 41;
  const { notifier, sent } = setUp(async (call) => (call.member === 'Notify' ? [(number += 1)] : []));
  await notifier.show(toast);
  await notifier.show(toast);
  expect(sent('CloseNotification')).toEqual([[42]]);
  notifier.withdraw('placed:1');
  expect(sent('CloseNotification')).toEqual([[42], [43]]);
});

test.each([[0], ['42'], [null]])('%j is no number', async (number) => {
  const { notifier, sent } = setUp(async () => [number]);
  await notifier.show(toast);
  notifier.withdraw('placed:1');
  expect(sent('CloseNotification')).toEqual([]);
});

const properties = 'org.freedesktop.DBus.Properties';

test('“do not disturb” is told, at the start and when it is switched', async () => {
  const { showing, tellOf, ownerIs } = setUp(async () => [42], { inhibited: true });
  await turn();
  expect(showing.at(-1)).toEqual({ way: 'desktop', quiet: true });
  const switched = (of: string, name: string, to: unknown) =>
    tellOf(properties, 'PropertiesChanged', of, [[name, to]], []);
  switched('org.freedesktop.Notifications', 'Inhibited', false);
  expect(showing.at(-1)).toEqual({ way: 'desktop', quiet: false });
  switched('org.other', 'Inhibited', true);
  switched('org.freedesktop.Notifications', 'ServerVersion', true);
  tellOf(properties, 'PropertiesChanged', 'org.freedesktop.Notifications', 'nonsense');
  expect(showing.at(-1)).toEqual({ way: 'desktop', quiet: false });
  switched('org.freedesktop.Notifications', 'Inhibited', true);
  ownerIs(null);
  await turn();
  expect(showing.at(-1)).toEqual({ way: 'banner', quiet: false });
});

test('a service that is gone leaves the banner, unless the next notification starts it; and it comes back', async () => {
  const gone = setUp(async () => [42]);
  await turn();
  gone.ownerIs(null);
  await turn();
  gone.ownerIs(':1.2');
  await turn();
  expect(gone.showing.map(({ way }) => way)).toEqual(['desktop', 'banner', 'desktop']);
  const quick = setUp(async () => [42]);
  await turn();
  quick.ownerIs(null);
  quick.ownerIs(':1.2');
  await turn();
  expect(quick.showing.map(({ way }) => way)).toEqual(['desktop']);
  const startable = setUp(async () => [42], { startable: ['org.freedesktop.Notifications'] });
  await turn();
  startable.ownerIs(null);
  await turn();
  expect(startable.showing.map(({ way }) => way)).toEqual(['desktop']);
});

test('silence leaves the banner; one that is answered late is on the desktop after all, once', async () => {
  const { notifier, showing, sent, answer } = slowDesktop();
  expect((await notifier.show(toast)).kind).toBe('unanswered');
  expect(showing.at(-1)?.way).toBe('banner');
  await answer(42);
  expect(showing.at(-1)?.way).toBe('desktop');
  expect(sent('Notify')).toHaveLength(1);
});
