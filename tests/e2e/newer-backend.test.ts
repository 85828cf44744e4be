// A backend that was updated before its consoles: every answer and event has keys nobody here knows, one order a status
// that nobody here knows, and one cannot be read at all. On real Electron, through a proxy that makes it so.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CounterbellWindow } from '../../contract/ipc.ts';
import type { View } from '../../contract/view.ts';
import { startBackend, type Placed, type RunningBackend } from '../support/backend.ts';
import { driveConsole, newUserData, type ConsoleOptions, type DrivenConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { startNewerBackend, type NewerBackend } from '../support/newer-backend.ts';
import { withNewKeys, withOrders } from '../support/newer-version.ts';
import { until } from '../support/poll.ts';

declare const window: { counterbell: CounterbellWindow };

/** By their notes the proxy knows which order it is to say in which way. */
const strange = 'on the bicycle';
const unreadable = 'in another shape';
let turn = 0;
/** Every kind of key and value has its turn. */
const byTurns = (): number => (turn = (turn + 0.618) % 1);
const newer = (told: unknown): unknown =>
  withNewKeys(
    withOrders(told, (order) => {
      if (order.note === strange && order.status === 'new') return { ...order, status: strange };
      return order.note === unreadable ? { ...order, items: { count: 2 }, note: undefined } : order;
    }),
    byTurns,
  );

let desktop: Desktop;
let backend: RunningBackend;
let proxy: NewerBackend;
let counter: DrivenConsole;
let setup: ConsoleOptions;
const placed: Record<'plain' | 'strange' | 'unreadable', Placed> = {} as never;

async function view(): Promise<View> {
  const page = await counter.page();
  const answer = await page.evaluate(() => window.counterbell.view());
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

beforeAll(async () => {
  [desktop, backend] = await Promise.all([startDesktop(), startBackend()]);
  proxy = await startNewerBackend(backend.port, newer);
  setup = { env: desktop.env, backend: { url: proxy.url }, userData: newUserData() };
  counter = await driveConsole(setup);
  await counter.log.wait('status.changed', { status: 'live' });
});
afterAll(async () => {
  await counter?.stop();
  await proxy?.stop();
  await backend?.stop();
  await desktop?.stop();
  rmSync(setup?.userData ?? '', { recursive: true, force: true });
});

test('it enrols and is live, whatever else it is told', async () => {
  expect(proxy.changed().answers).toBeGreaterThan(3);
  expect((await view()).status.word).toBe('live');
});

test('each of three orders rings once: as ever, with a strange word, and by its number alone', async () => {
  placed.plain = await backend.place();
  await desktop.notifications.wait(`New order ${placed.plain.order.number}`);
  placed.strange = await backend.place({ note: strange });
  await desktop.notifications.wait(`New order ${placed.strange.order.number}`);
  expect((await view()).status.word).toBe('live');
  placed.unreadable = await backend.place({ note: unreadable });
  await desktop.notifications.wait(`New order ${placed.unreadable.order.number}`);
  for (const { order } of Object.values(placed)) {
    await counter.log.wait('alert.shown', { number: order.number });
    expect(desktop.notifications.titled(`New order ${order.number}`)).toHaveLength(1);
  }
  expect(proxy.changed().events).toBeGreaterThanOrEqual(3);
});

test('the status is shown by its word, and what cannot be read takes "live" from the screen', async () => {
  await counter.log.wait('status.changed', { status: 'needs-update' });
  const { orders, unreadable: bare, bell } = await view();
  expect(orders.map(({ order }) => order.id)).toEqual(
    expect.arrayContaining([placed.plain.order.id, placed.strange.order.id]),
  );
  expect(orders.find(({ order }) => order.id === placed.strange.order.id)).toMatchObject({
    column: 'new',
    order: { status: 'unknown', statusWord: strange },
  });
  expect(bare).toEqual([expect.objectContaining({ id: placed.unreadable.order.id, hasCopy: false })]);
  expect(bell.unaccepted).toBe(3);
  const page = await counter.page();
  await page.locator(`[data-order="${placed.strange.order.id}"]`).getByText(strange).first().waitFor();
});

test('a bare ticket is accepted by its id alone, and stays until it can be read or is over', async () => {
  const { id, number } = placed.unreadable.order;
  const ticket = (await counter.page()).locator(`[data-order="${id}"]`);
  expect(await ticket.innerText()).toContain(number);
  await ticket.getByRole('button', { name: 'Accept' }).click();
  await until('the backend to have it accepted', async () => {
    const state = (await backend.get(`/orders/${id}`, placed.unreadable.publicToken)) as { status: string };
    return state.status === 'accepted';
  });
  await until('the bell to count two', async () => (await view()).bell.unaccepted === 2);
  expect((await view()).status.word).toBe('needs-update');
});

test('a console that was updated reads what the one before it could not', async () => {
  const { id } = placed.unreadable.order;
  const livesBefore = counter.log.count('status.changed', { status: 'live' });
  await counter.stop();
  // Whatever the newer backend says can be read now, as after an update of the console.
  proxy.say((told) => told);
  counter = await driveConsole(setup);
  await counter.log.wait('status.changed', { status: 'live' }, livesBefore + 1);
  const { orders, unreadable: bare, status } = await view();
  expect(status.word).toBe('live');
  expect(bare).toEqual([]);
  expect(orders.find(({ order }) => order.id === id)).toMatchObject({
    column: 'preparing',
    order: { status: 'accepted', note: unreadable },
  });
  for (const { order } of Object.values(placed))
    expect(desktop.notifications.titled(`New order ${order.number}`)).toHaveLength(1);
});
