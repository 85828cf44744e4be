// How long an order takes from its commit at the backend to the desktop's notification, with the window closed.
import { setTimeout as pause } from 'node:timers/promises';
import { startBackend } from '../../support/backend.ts';
import { spawnConsole } from '../../support/console.ts';
import { startDesktop } from '../../support/desktop.ts';
import { startAlertFloor } from '../alert-floor.ts';
import { percentile, type AddFigure } from '../harness.ts';
import { anotherDevice } from './other-device.ts';
import { pssMb } from './process-group.ts';

const orders = 100;
/** Five in ten seconds would be told together. */
const everyMs = 2600;

export async function alertsWhileClosed(figure: AddFigure): Promise<void> {
  const desktop = await startDesktop();
  const backend = await startBackend();
  const floor = await startAlertFloor(desktop.busAddress);
  const counter = await spawnConsole({ env: desktop.env, backend, words: ['--hidden'] });
  try {
    // Somebody answers at another device, or the ladder would open the window after 30 s.
    const kitchen = await anotherDevice(backend.url);
    await counter.log.wait('status.changed', { status: 'live' });
    await pause(3000);
    const waiting = pssMb(counter.pid);

    const delays: number[] = [];
    // For the ratios both are measured from before the request, in turn, so that the machine's moods hit both.
    const whole: number[] = [];
    const bare: number[] = [];
    for (let n = 0; n < orders; n += 1) {
      const next = pause(everyMs);
      const posted = performance.now();
      const { order } = await backend.place();
      const toast = await desktop.notifications.wait(`New order ${order.number}`);
      // From before the commit, which therefore counts as well.
      delays.push(toast.at - Date.parse(order.placedAt));
      whole.push(toast.instant - posted);
      if (n === orders - 1) {
        await pause(1000);
        const ringing = pssMb(counter.pid);
        figure('memory_ringing_mb', ringing, 'MB');
        figure('ring_mem_ratio', ringing / waiting, 'times', { goal: { atMost: 1.5 } });
      }
      await kitchen.accept(order.id);
      await pause(everyMs / 3);
      const began = performance.now();
      await floor.post(`Floor ${n}`);
      bare.push((await desktop.notifications.wait(`Floor ${n}`)).instant - began);
      await next;
    }
    figure('alert_p50_ms', percentile(delays, 0.5), 'ms', { durable: true });
    figure('alert_p99_ms', percentile(delays, 0.99), 'ms', { durable: true });
    for (const [name, share] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const) {
      figure(`alert_floor_${name}_ms`, percentile(bare, share), 'ms', { durable: true });
      figure(`alert_${name}_ratio`, percentile(whole, share) / percentile(bare, share), 'times', {
        goal: { atMost: 3 },
      });
    }
    const opened = counter.log.count('window.shown');
    if (opened > 0) throw new Error('the window was opened: these are not the figures of a closed one');
  } finally {
    await counter.stop();
    await floor.stop();
    await backend.stop();
    await desktop.stop();
  }
}
