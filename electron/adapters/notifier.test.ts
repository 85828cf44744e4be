import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createClock } from './clock.ts';
import { createNotifier, type NotifierOptions } from './notifier.ts';

class FakeNotification extends EventEmitter {
  closed = 0;
  options: { title?: string; id?: string };
  onShow: (self: FakeNotification) => void;
  constructor(options: { title?: string; id?: string }, onShow: (self: FakeNotification) => void) {
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
  const notifier = createNotifier({
    isSupported: () => true,
    make: (options) => {
      const notification = new FakeNotification(options, onShow);
      made.push(notification);
      return notification;
    },
    platform: 'darwin',
    clock: createClock(),
    answerWithinMs: 20,
    ...over,
  });
  return { notifier, made };
}
const toast = { id: 'order-1', title: 'Order 17', body: '2 items', sticky: true, open: 'Open' };

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
  const { notifier, made } = setUp((self) => self.emit('show'), { isSupported: () => false });
  expect(await notifier.show(toast)).toMatchObject({ kind: 'failed' });
  expect(made).toEqual([]);
});

test('a click names the alert; the same alert raised again takes the place of the first', async () => {
  const { notifier, made } = setUp((self) => self.emit('show'));
  const clicked: string[] = [];
  notifier.onClick((id) => clicked.push(id));
  await notifier.show(toast);
  await notifier.show(toast);
  expect(made.map((one) => one.closed)).toEqual([1, 0]);
  made[1]?.emit('click', {});
  expect(clicked).toEqual(['order-1']);
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
