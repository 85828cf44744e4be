// How soon a console that is set up can be read and is live after its start, and after it was killed.
import { startBackend } from '../../support/backend.ts';
import { newUserData, spawnConsole } from '../../support/console.ts';
import { startDesktop } from '../../support/desktop.ts';
import { watchedConsole } from '../../support/watched-console.ts';
import { percentile, type AddFigure } from '../harness.ts';
import { anotherDevice } from './other-device.ts';

const starts = 7;
const kills = 5;
const waitingOrders = 20;

const median = (values: readonly number[]) => percentile(values, 0.5);

export async function starting(figure: AddFigure): Promise<void> {
  const desktop = await startDesktop();
  const backend = await startBackend();
  const userData = newUserData();
  const options = { env: desktop.env, backend, userData };
  try {
    for (let n = 0; n < waitingOrders; n += 1) await backend.place();
    const readable: number[] = [];
    const live: number[] = [];
    for (let n = 0; n <= starts; n += 1) {
      const began = Date.now();
      const counter = await spawnConsole(options);
      const shown = await counter.log.wait('window.shown', {}, n + 1);
      const isLive = await counter.log.wait('status.changed', { status: 'live' }, n + 1);
      await counter.stop();
      // The first one sets itself up.
      if (n === 0) continue;
      readable.push(Date.parse(shown.at) - began);
      live.push(Date.parse(isLive.at) - began);
    }
    figure('start_readable_ms', median(readable), 'ms', { goal: { atMost: 1000 } });
    figure('start_live_ms', median(live), 'ms', { goal: { atMost: 2000 } });
  } finally {
    await backend.stop();
    await desktop.stop();
  }
}

/** From the kill until an order that came meanwhile is told, by the watcher as it is shipped: the longest of some. */
export async function comingBack(figure: AddFigure): Promise<void> {
  const desktop = await startDesktop();
  const backend = await startBackend();
  const away: number[] = [];
  try {
    const kitchen = await anotherDevice(backend.url);
    for (let n = 0; n < kills; n += 1) {
      // Each has a watcher of its own: three deaths in two minutes are a storm, which waits a minute.
      const counter = await watchedConsole({ env: desktop.env, backend, words: ['--hidden'] });
      try {
        await counter.log.wait('status.changed', { status: 'live' });
        const began = performance.now();
        process.kill(counter.main(), 'SIGKILL');
        const { order } = await backend.place({ number: `K${n}` });
        away.push((await desktop.notifications.wait(`New order ${order.number}`)).instant - began);
        await kitchen.accept(order.id);
      } finally {
        await counter.stop();
      }
    }
    figure('back_after_kill_ms', Math.max(...away), 'ms', { goal: { atMost: 10_000 } });
  } finally {
    await backend.stop();
    await desktop.stop();
  }
}
