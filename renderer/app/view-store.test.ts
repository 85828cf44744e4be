import { expect, test } from 'vitest';
import type { IpcAnswer } from '../../contract/ipc.ts';
import type { View, ViewDelta } from '../../contract/view.ts';
import { view } from '../../tests/preview/fixtures.ts';
import { createViewStore } from './view-store.ts';

/** A console whose answers come when the test says so. */
function consoleBehind() {
  const asked: ((answer: IpcAnswer<View>) => void)[] = [];
  const listeners = new Set<(delta: ViewDelta) => void>();
  const timers: (() => void)[] = [];
  const store = createViewStore(
    {
      view: () => new Promise((resolve) => asked.push(resolve)),
      onDelta(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    {
      after(_ms, run) {
        timers.push(run);
        return () => {};
      },
    },
  );
  return {
    store,
    asked,
    timers,
    listeners,
    send: (delta: ViewDelta) => {
      for (const listener of listeners) listener(delta);
    },
    async answer(n: number, change: Partial<View> = {}) {
      asked.shift()?.({ ok: true, value: { ...view(change), n } });
      await Promise.resolve();
      await Promise.resolve();
    },
    async fail() {
      asked.shift()?.({ ok: false, error: { code: 'internal', message: '' } });
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

test('deltas that come while the view is on its way are applied behind it', async () => {
  const { store, send, answer } = consoleBehind();
  store.start();
  send({ n: 4, skewMs: 4 });
  send({ n: 5, skewMs: 5 });
  send({ n: 6, skewMs: 6 });
  await answer(5);
  expect(store.get()).toMatchObject({ n: 6, skewMs: 6 });
});

test('a gap asks for the whole view again, and shows the old one meanwhile', async () => {
  const { store, send, answer, asked } = consoleBehind();
  store.start();
  await answer(1);
  send({ n: 3, skewMs: 3 });
  expect(store.get()?.n).toBe(1);
  expect(asked).toHaveLength(1);
  send({ n: 4, skewMs: 4 });
  expect(asked).toHaveLength(1);
  await answer(3, { skewMs: 3 });
  expect(store.get()).toMatchObject({ n: 4, skewMs: 4 });
});

test('a view that is older than what was heard meanwhile is asked for again', async () => {
  const { store, send, answer, asked } = consoleBehind();
  store.start();
  send({ n: 9 });
  await answer(5);
  expect(asked).toHaveLength(1);
  await answer(9);
  expect(store.get()?.n).toBe(9);
});

test('a failure is counted and tried again; success forgets it', async () => {
  const { store, answer, fail, timers, asked } = consoleBehind();
  store.start();
  await fail();
  expect(store.failures()).toBe(1);
  timers.shift()?.();
  expect(asked).toHaveLength(1);
  await answer(1);
  expect(store.failures()).toBe(0);
});

test('stopped, it hears nothing and asks nothing', async () => {
  const { store, answer, listeners, asked } = consoleBehind();
  const stop = store.start();
  await answer(1);
  stop();
  expect(listeners.size).toBe(0);
  expect(asked).toHaveLength(0);
});
