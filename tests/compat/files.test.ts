// What a console of a released version left on its disk is opened by today's: nothing is lost, asked twice or rung again.
import { describe, expect, test } from 'vitest';
import type { View } from '../../contract/view.ts';
import { readSettings } from '../../core/settings/upgrade.ts';
import { dawn } from '../simulation/clock.ts';
import { createCounter, unreachable, type Counter, type CounterOptions } from '../support/counter.ts';
import { backendUrl, recordedBackend } from './record-console.ts';
import { released, type Released } from './recorded.ts';

const policy = { backend: { url: backendUrl }, enrolment: { code: 'KITCHEN-7', deviceName: 'Counter 1' } };

async function opened(
  { disk }: Released,
  state: 'cut-off' | 'left',
  answer: CounterOptions['answer'] = () => unreachable,
): Promise<Counter> {
  const counter = createCounter({ policy, answer, files: disk(state) });
  void counter.core.start();
  await counter.pass(5000);
  return counter;
}

const shown = (view: View) =>
  view.orders
    .map(({ order, pending }) => ({
      number: order.number,
      status: order.status,
      pending: pending && { verb: pending.verb, state: pending.state },
    }))
    .toSorted((a, b) => Number(a.number) - Number(b.number));

describe.each(released)('version $version', (then) => {
  test('its shift goes on, with every order and every press that was not sent', async () => {
    const { core, toasts, asked } = await opened(then, 'cut-off');
    const view = core.view();
    expect(view.device).toMatchObject({ name: 'Counter 1' });
    expect(view.restaurant).toMatchObject({ id: 'bella', currency: 'EUR' });
    expect(view.notices).toEqual([]);
    expect(shown(view)).toEqual([
      { number: '1', status: 'collected', pending: null },
      { number: '2', status: 'accepted', pending: { verb: 'accept', state: 'not-sent' } },
      { number: '3', status: 'rejected', pending: null },
      { number: '4', status: 'cancelled', pending: null },
      { number: '5', status: 'cancelled', pending: null },
      { number: '6', status: 'ready', pending: { verb: 'ready', state: 'not-sent' } },
    ]);
    // It was told before, and marked so.
    expect(toasts).toEqual([]);
    expect(asked.every(({ path }) => path !== '/enrol')).toBe(true);
  });

  test('what was pressed is sent under the keys it had', async () => {
    let now = () => dawn;
    const backend = recordedBackend(then.exchanges, () => now());
    const { core, timeline, asked, pass } = await opened(then, 'cut-off', backend);
    const numbers = () => core.view().orders.map(({ order }) => order.number);
    const before = numbers();
    now = () => dawn + timeline.now;
    await pass(30_000);
    const presses = asked.filter(({ idempotencyKey }) => idempotencyKey !== undefined);
    const sent = new Set(
      presses.map(({ path, idempotencyKey }) => `${path.split('/')[3]} ${idempotencyKey}`),
    );
    expect(sent).toEqual(new Set(['ready id-2', 'accept id-3']));
    // The backend that answers here never heard of the events: it goes on where the file stands. Only the stream for all
    // restaurants, which no version before 0.4.0 followed, is begun with a snapshot, and that leaves the book alone.
    const paths = asked.map(({ path }) => path);
    expect(paths.slice(0, paths.indexOf('/beat')).some((path) => path.startsWith('/snapshot'))).toBe(false);
    expect(numbers()).toEqual(before);
  });

  test('one that left without a network stays away, and hands its ticket in', async () => {
    const { core, asked } = await opened(
      then,
      'left',
      recordedBackend(then.exchanges, () => dawn),
    );
    expect(core.view().device).toBeNull();
    expect(asked.map(({ path }) => path)).toEqual(['/leave']);
  });

  test('its settings are those of today, every one of them', () => {
    const { settings } = then.settings;
    const read = readSettings(settings);
    expect(read.lost).toEqual([]);
    expect(read.settings).toMatchObject({ language: 'de', bell: { volume: 0.5, snoozeSeconds: 60 } });
  });
});
