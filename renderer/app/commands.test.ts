import { expect, test } from 'vitest';
import type { CounterbellWindow, IpcAnswer } from '../../contract/ipc.ts';
import type { View } from '../../contract/view.ts';
import { shown, view } from '../../tests/preview/fixtures.ts';
import { bellPlace, createCommands, devicePlace, itemPlace } from './commands.ts';

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

function counter(orders = [shown({ number: '1' })]) {
  let current: View = view({ orders });
  const asked: { name: string; request: unknown; answer: (answer: IpcAnswer<never>) => void }[] = [];
  const ask = (name: string) => (request?: unknown) =>
    new Promise<IpcAnswer<never>>((resolve) => {
      asked.push({ name, request, answer: resolve });
    });
  const api = {
    view: ask('view'),
    onDelta: () => () => {},
    command: ask('command'),
    undo: ask('undo'),
    handled: ask('handled'),
    dismissRefused: ask('dismissRefused'),
    stopBell: ask('stopBell'),
    tryNow: ask('tryNow'),
    touched: ask('touched'),
    renameDevice: ask('renameDevice'),
    ringDevice: ask('ringDevice'),
    revokeDevice: ask('revokeDevice'),
    linkPhone: ask('linkPhone'),
    removePhone: ask('removePhone'),
    enrol: ask('enrol'),
    leave: ask('leave'),
    stepIn: ask('stepIn'),
    stepOut: ask('stepOut'),
    changeSettings: ask('changeSettings'),
    dismissNotice: ask('dismissNotice'),
    tryNotification: ask('tryNotification'),
    openNotification: ask('openNotification'),
    openAllNotifications: ask('openAllNotifications'),
    chooseHearing: ask('chooseHearing'),
    writeInChat: ask('writeInChat'),
    deleteInChat: ask('deleteInChat'),
    tryWrittenAgain: ask('tryWrittenAgain'),
    dropWritten: ask('dropWritten'),
    lookAtChat: ask('lookAtChat'),
    dismissAnnouncement: ask('dismissAnnouncement'),
    quit: ask('quit'),
    stay: ask('stay'),
    quitAnyway: ask('quitAnyway'),
    closeWindow: ask('closeWindow'),
    fullScreen: ask('fullScreen'),
    enterKiosk: ask('enterKiosk'),
    liftKiosk: ask('liftKiosk'),
    leaveKiosk: ask('leaveKiosk'),
    ask: ask('ask'),
    answerOpening: ask('answerOpening'),
    startSelfTest: ask('startSelfTest'),
    followSelfTest: ask('followSelfTest'),
    saveDiagnostics: ask('saveDiagnostics'),
    tryBell: ask('tryBell'),
    bellOutputs: ask('bellOutputs'),
    cancelQuery: ask('cancelQuery'),
  } satisfies CounterbellWindow;
  let onView = (): void => {};
  const timers: (() => void)[] = [];
  const commands = createCommands({
    api,
    view: () => current,
    onView: (listener) => {
      onView = listener;
    },
    after: (_ms, run) => void timers.push(run),
  });
  const id = orders[0]?.order.id ?? '';
  return {
    commands,
    asked,
    timers,
    id,
    async succeed() {
      asked.at(-1)?.answer({ ok: true, value: null as never });
      await settled();
    },
    async fail(code: 'refused' | 'not-allowed') {
      asked.at(-1)?.answer({ ok: false, error: { code, message: 'why' } });
      await settled();
    },
    redraw(change: Partial<View>) {
      current = { ...current, ...change };
      onView();
    },
  };
}

test('pressed twice it is sent once, until its effect is seen', async () => {
  const { commands, asked, id, succeed, redraw } = counter();
  commands.press(id, 'ready');
  commands.press(id, 'ready');
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ name: 'command', request: { order: id, verb: 'ready' } });
  await succeed();
  // The answer is here, the change is not: still one press.
  commands.press(id, 'ready');
  expect(asked).toHaveLength(1);
  expect(commands.isBusy(id)).toBe(true);
  redraw({ orders: [shown({ number: '1', id })] });
  expect(commands.isBusy(id)).toBe(false);
  commands.press(id, 'collect');
  expect(asked).toHaveLength(2);
});

test('an answer without any change lifts the hold after a moment', async () => {
  const { commands, id, succeed, timers } = counter();
  commands.press(id, 'ready');
  await succeed();
  expect(commands.isBusy(id)).toBe(true);
  for (const run of timers) run();
  expect(commands.isBusy(id)).toBe(false);
});

test('a refusal is kept for the ticket until somebody has read it, and the button works again', async () => {
  const { commands, asked, id, fail } = counter();
  commands.press(id, 'cancel', { reason: 'Sold out' });
  await fail('not-allowed');
  expect(commands.problemOf(id)).toEqual({ code: 'not-allowed', message: 'why' });
  commands.press(id, 'ready');
  expect(asked).toHaveLength(2);
  expect(commands.problemOf(id)).toBeNull();
});

test('ticking an item does not hold the buttons of its ticket', () => {
  const { commands, asked, id } = counter();
  commands.press(id, 'tick', { item: 'i1', ticked: true });
  commands.press(id, 'tick', { item: 'i1', ticked: true });
  commands.press(id, 'ready');
  expect(asked.map(({ request }) => request)).toEqual([
    { order: id, verb: 'tick', item: 'i1', ticked: true },
    { order: id, verb: 'ready' },
  ]);
  expect(commands.isBusy(itemPlace(id, 'i1'))).toBe(true);
});

test('undo names the press that was seen', () => {
  const { commands, asked, id } = counter();
  commands.undo(id, 'c7');
  expect(asked[0]).toMatchObject({ name: 'undo', request: { order: id, command: 'c7' } });
});

test('the bell can be stopped again after each answer', async () => {
  const { commands, asked, succeed } = counter();
  commands.stopBell();
  commands.stopBell();
  expect(asked).toHaveLength(1);
  await succeed();
  expect(commands.isBusy(bellPlace)).toBe(false);
  commands.stopBell();
  expect(asked).toHaveLength(2);
});

test('a bridge that throws is a problem to be shown, not an exception', async () => {
  const { commands, asked } = counter();
  const enrolled = commands.enrol('https://orders.example.com', 'abcd');
  asked[0]?.answer(Promise.reject(new Error('gone')) as never);
  expect(await enrolled).toEqual({ code: 'internal', message: 'gone' });
});

test('what becomes of ringing a device is told; why it could not be, by its place', async () => {
  const { commands, asked } = counter();
  const first = commands.ringDevice('d1');
  await settled();
  asked.at(-1)?.answer({ ok: true, value: { rung: 'not-there' } } as never);
  expect(await first).toBe('not-there');
  const second = commands.ringDevice('d1');
  await settled();
  asked.at(-1)?.answer({ ok: false, error: { code: 'unreachable', message: '' } });
  expect(await second).toBeNull();
  expect(commands.problemOf(devicePlace('d1'))).toMatchObject({ code: 'unreachable' });
  expect(commands.problemOf(devicePlace('d2'))).toBeNull();
});

test('a link for a phone is given once it is there; why there is none, by the place of the phones', async () => {
  const { commands, asked } = counter();
  const link = { url: 'https://orders.example/phone/x', expiresAt: '2026-03-06T12:00:00Z' };
  const first = commands.linkPhone();
  await settled();
  asked.at(-1)?.answer({ ok: true, value: link } as never);
  expect(await first).toEqual(link);
  const second = commands.linkPhone();
  await settled();
  asked.at(-1)?.answer({ ok: false, error: { code: 'unreachable', message: '' } });
  expect(await second).toBeNull();
  expect(commands.problemOf('phones')).toMatchObject({ code: 'unreachable' });
});
