// How long an order takes from its commit at the backend to the desktop's notification, with the window closed,
// and what the console costs in memory while it waits.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { demo, startBackend } from '../support/backend.ts';
import { spawnConsole } from '../support/console.ts';
import { startDesktop } from '../support/desktop.ts';
import { floorRoles, startAlertFloor } from './alert-floor.ts';
import { bench, percentile, type AddFigure } from './harness.ts';
import { playRole } from './pusher/roles.ts';

const orders = 100;
/** Five in ten seconds would be told together. */
const everyMs = 2600;

/** Proportional set size of every process of the group: shared pages are counted once. */
function pssMb(group: number): number {
  let kilobytes = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const processGroup = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[2]);
      if (processGroup !== group) continue;
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      kilobytes += Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0);
    } catch {
      // It ended while we looked.
    }
  }
  return kilobytes / 1024;
}

/** Somebody at another device of the restaurant answers, or the ladder would open the window after 30 s. */
async function anotherDevice(url: string) {
  const post = async (path: string, token: string | null, body: object) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        ...(token !== null && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { token: string };
  };
  const device = { code: demo.code, installId: randomUUID(), deviceName: 'Kitchen' };
  const { token } = await post('/enrol', null, device);
  return { accept: (order: string) => post(`/orders/${order}/accept`, token, {}) };
}

async function measure(figure: AddFigure): Promise<void> {
  const desktop = await startDesktop();
  const backend = await startBackend();
  const floor = await startAlertFloor(desktop.busAddress);
  const counter = await spawnConsole({ env: desktop.env, backend, words: ['--hidden'] });
  try {
    const kitchen = await anotherDevice(backend.url);
    await counter.log.wait('status.changed', { status: 'live' });
    await pause(3000);
    figure('memory_waiting_mb', pssMb(counter.pid), 'MB');

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
        figure('memory_ringing_mb', pssMb(counter.pid), 'MB');
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

if (process.argv[2] === '--role') {
  const role = floorRoles[process.argv[3] ?? ''];
  if (role === undefined) throw new Error(`There is no role ${process.argv[3]}.`);
  playRole(role());
} else await bench('console', measure);
