import { EventEmitter } from 'node:events';
import type { NotificationConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { createClock } from './clock.ts';
import type { Showing, Toast, ToastButton } from '../../core/ports/notifier.ts';
import { createNotifier, type NotifierOptions } from './notifier.ts';

class FakeNotification extends EventEmitter {
  closed = 0;
  options: NotificationConstructorOptions & { id?: string };
  onShow: (self: FakeNotification) => void;
  constructor(options: NotificationConstructorOptions, onShow: (self: FakeNotification) => void) {
    super();
    this.options = options;
    this.onShow = onShow;
  }
  show() {
    this.onShow(this);
  }
  close() {
    this.closed += 1;
    this.emit('close');
  }
}

function setUp(onShow: (self: FakeNotification) => void, over: Partial<NotifierOptions> = {}) {
  const made: FakeNotification[] = [];
  const plainly: Toast[] = [];
  const withdrawn: string[] = [];
  const windows: string[] = [];
  let activate: (details: { type: string; actionIndex?: number }) => void = () => undefined;
  const notifier = createNotifier({
    isSupported: () => true,
    make: (options) => {
      const notification = new FakeNotification(options, onShow);
      made.push(notification);
      return notification;
    },
    platform: 'darwin',
    clock: createClock(),
    isSigned: async () => true,
    plain: {
      show: async (toast) => {
        plainly.push(toast);
        return null;
      },
      withdraw: (id) => void withdrawn.push(id),
      onClick: () => undefined,
    },
    onActivation: (listener) => (activate = listener),
    showWindow: () => windows.push('shown'),
    answerWithinMs: 20,
    ...over,
  });
  const ways: Showing[] = [];
  notifier.onShowing((showing) => ways.push(showing));
  const pressed: [string, ToastButton][] = [];
  notifier.onPress((id, button) => pressed.push([id, button]));
  return { notifier, made, plainly, withdrawn, windows, ways, pressed, activate: () => activate };
}
const toast = {
  id: 'order-1',
  title: 'Order 17',
  body: '2 items',
  sticky: true,
  open: 'Open',
  stopBell: 'Stop bell',
};

test('shown is what the desktop said was shown', async () => {
  const { notifier, made } = setUp((self) => self.emit('show'));
  expect(await notifier.show(toast)).toEqual({ kind: 'shown' });
  expect(made[0]?.options).toMatchObject({ id: 'order-1', title: 'Order 17', silent: true });
});

test('a failure comes with its reason and a remedy', async () => {
  const { notifier } = setUp((self) => self.emit('failed', {}, 'Notifications are not allowed'));
  const outcome = await notifier.show(toast);
  expect(outcome).toMatchObject({ kind: 'failed', reason: 'Notifications are not allowed' });
  expect(outcome.kind === 'failed' && outcome.remedy).toContain('System Settings');
});

test('a desktop that says nothing is told as that, after a bounded wait', async () => {
  const { notifier } = setUp(() => undefined, { platform: 'win32' });
  const outcome = await notifier.show(toast);
  expect(outcome.kind).toBe('unanswered');
  expect(outcome.kind === 'unanswered' && outcome.remedy).toContain('Windows');
});

test('a desktop without notifications is asked nothing', async () => {
  const { notifier, made, ways } = setUp((self) => self.emit('show'), { isSupported: () => false });
  expect(await notifier.show(toast)).toMatchObject({ kind: 'failed' });
  expect(made).toEqual([]);
  expect(ways).toEqual([{ way: 'banner', quiet: false }]);
});

test('a click names the alert; the same alert raised again takes the place of the first', async () => {
  const { notifier, made, pressed } = setUp((self) => self.emit('show'));
  await notifier.show(toast);
  await notifier.show(toast);
  expect(made.map((one) => one.closed)).toEqual([1, 0]);
  made[1]?.emit('click', {});
  expect(pressed).toEqual([['order-1', 'open']]);
  notifier.withdraw('order-1');
  notifier.withdraw('order-1');
  expect(made[1]?.closed).toBe(1);
});

test('on Windows a toast that timed out can still be withdrawn from the Action Center', async () => {
  const { notifier, made } = setUp((self) => self.emit('show'), { platform: 'win32' });
  await notifier.show(toast);
  made[0]?.emit('close', {});
  notifier.withdraw('order-1');
  expect(made[0]?.closed).toBe(1);
});

const failing = (self: FakeNotification) => void self.emit('failed', {}, 'not allowed');

test('what fails on Windows is shown plainly, and how is told', async () => {
  const { notifier, made, plainly, ways } = setUp(failing, { platform: 'win32' });
  expect(await notifier.show(toast)).toEqual({ kind: 'shown' });
  expect(made).toHaveLength(1);
  expect(plainly).toEqual([toast]);
  expect(ways).toEqual([{ way: 'node-notifier', quiet: false }]);
});

test('on macOS only an unsigned program’s is shown plainly', async () => {
  const signed = setUp(failing);
  expect((await signed.notifier.show(toast)).kind).toBe('failed');
  expect(signed.plainly).toEqual([]);
  const unsigned = setUp(failing, { isSigned: async () => false });
  expect((await unsigned.notifier.show(toast)).kind).toBe('shown');
  expect(unsigned.plainly).toEqual([toast]);
});

test('one that may have been shown is not shown a second time', async () => {
  const { notifier, plainly, ways } = setUp(() => undefined, { platform: 'win32' });
  expect((await notifier.show(toast)).kind).toBe('unanswered');
  expect(plainly).toEqual([]);
  expect(ways).toEqual([{ way: 'banner', quiet: false }]);
});

test('answered before the desktop failed, nothing is shown plainly', async () => {
  let fail = () => undefined as void;
  const { notifier, plainly } = setUp((self) => (fail = () => failing(self)), { platform: 'win32' });
  const shown = notifier.show(toast);
  await new Promise((resolve) => setImmediate(resolve));
  notifier.withdraw('order-1');
  fail();
  expect((await shown).kind).toBe('failed');
  expect(plainly).toEqual([]);
});

test.each([
  ['Electron 33 tells the button’s place behind the event', [{}, 1]],
  ['Electron 45 tells it in the event', [{ actionIndex: 1 }, undefined]],
])('%s', async (_, told) => {
  const { notifier, made, pressed } = setUp((self) => self.emit('show'));
  await notifier.show(toast);
  expect(made[0]?.options.actions?.map(({ text }) => text)).toEqual(['Open', 'Stop bell']);
  made[0]?.emit('action', ...told);
  made[0]?.emit('action', {}, 0);
  expect(pressed).toEqual([
    ['order-1', 'stop-bell'],
    ['order-1', 'open'],
  ]);
});

test('pressed in the Action Center after a new start: the bell is stopped, or the window shown', () => {
  const { activate, pressed, windows } = setUp(() => undefined, { platform: 'win32' });
  activate()({ type: 'action', actionIndex: 1 });
  expect([pressed, windows]).toEqual([[['', 'stop-bell']], []]);
  activate()({ type: 'action', actionIndex: 0 });
  activate()({ type: 'click' });
  expect([pressed.length, windows.length]).toEqual([1, 2]);
});
