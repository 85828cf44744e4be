// What a person at a busy counter sees: how soon the window, an event, a press and a scrolled list are on the screen.
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright';
import { startBackend, type RunningBackend } from '../../support/backend.ts';
import { driveConsole, type DrivenConsole } from '../../support/console.ts';
import { startDesktop } from '../../support/desktop.ts';
import { until } from '../../support/poll.ts';
import { percentile, type AddFigure } from '../harness.ts';
import { anotherDevice } from './other-device.ts';
import { startStopwatch } from './stopwatch.ts';

const openOrders = 500;
/** So many of them are new; the others are being prepared. */
const newOrders = 250;
const abreast = 10;
const eventEveryMs = 100;
const events = 150;
const pressEveryEvents = 5;
const openings = 5;
const scrollSteps = 300;

async function inBatches<T>(all: readonly T[], act: (one: T) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < all.length; from += abreast)
    await Promise.all(all.slice(from, from + abreast).map(act));
}

const place = async (backend: RunningBackend, count: number): Promise<string[]> => {
  const ids: string[] = [];
  await inBatches(Array.from({ length: count }), async () => ids.push((await backend.place()).order.id));
  return ids;
};

const countIs = (page: Page, count: number) =>
  until(`${count} new orders on the screen`, () =>
    page.evaluate((wanted) => window.stopwatch.counts.find((one) => one.count === wanted)?.at, count),
  );

/** From the main process's wish until its first ticket is painted, and until it answers a person's hand. */
async function openTheWindow(counter: DrivenConsole): Promise<{ paint: number[]; usable: number[] }> {
  const paint: number[] = [];
  const usable: number[] = [];
  for (let n = 0; n < openings; n += 1) {
    // Made anew each time, as after it lay closed for a while.
    await counter.app.evaluate(({ BrowserWindow }) => {
      for (const one of BrowserWindow.getAllWindows())
        if (one.webContents.getURL().startsWith('app://counterbell/')) one.destroy();
    });
    await until('no window', () => !counter.hasPage());
    const asked = await counter.app.evaluate(({ app }) => {
      const at = Date.now();
      app.emit('activate');
      return at;
    });
    const page = await counter.page();
    const first = await until('a ticket', () => page.evaluate(() => window.stopwatch.firstTicket));
    const began = await page.evaluate(() => performance.timeOrigin);
    paint.push(first - began);
    const answers = await page.evaluate(
      () => new Promise<number>((answered) => window.stopwatch.painted(answered)),
    );
    usable.push(Math.min(answers, first) - asked);
    await pause(500);
  }
  return { paint, usable };
}

/** How long the page is busy with each step of a list that is scrolled, until it is painted. */
function scroll(page: Page): Promise<number[]> {
  return page.evaluate(async (steps) => {
    const list = [...document.querySelectorAll('[data-column] [role="group"]')].toSorted(
      (a, b) => b.scrollHeight - a.scrollHeight,
    )[0] as HTMLElement;
    const busy: number[] = [];
    let by = 120;
    for (let n = 0; n < steps; n += 1)
      await new Promise<void>((next) => {
        requestAnimationFrame((frame) => {
          if (list.scrollTop + list.clientHeight + by > list.scrollHeight || list.scrollTop + by < 0)
            by = -by;
          list.scrollTop += by;
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener('message', () => {
            busy.push(performance.now() - Math.max(frame, 0));
            next();
          });
          port1.start();
          port2.postMessage(null);
        });
      });
    return busy;
  }, scrollSteps);
}

export async function onTheScreen(figure: AddFigure): Promise<void> {
  const desktop = await startDesktop();
  const backend = await startBackend();
  const counter = await driveConsole({ env: desktop.env, backend });
  try {
    await counter.app.context().addInitScript(startStopwatch);
    await counter.log.wait('status.changed', { status: 'live' });
    await counter.app.evaluate(({ app }) => void app.emit('activate'));
    const page = await counter.page();
    await page.reload();
    const kitchen = await anotherDevice(backend.url);

    const burstAt = Date.now();
    const burst = await Promise.all(
      Array.from({ length: 100 }, async () => (await backend.place()).order.id),
    );
    figure('burst100_ms', (await countIs(page, 100)) - burstAt, 'ms', { goal: { atMost: 1000 } });

    await inBatches(burst, kitchen.accept);
    await inBatches(await place(backend, openOrders - newOrders - burst.length), kitchen.accept);
    const waiting = await place(backend, newOrders);
    await countIs(page, newOrders);

    const { paint, usable } = await openTheWindow(counter);
    figure('queue500_paint_ms', percentile(paint, 0.5), 'ms', { goal: { atMost: 400 } });
    figure('window_usable_ms', percentile(usable, 0.5), 'ms', { goal: { atMost: 700 } });

    const opened = await counter.page();
    const painted: number[] = [];
    const begun = new Map<number, number>();
    let left = newOrders;
    for (let n = 0; n < events; n += 1) {
      const next = pause(eventEveryMs);
      if (n % pressEveryEvents === pressEveryEvents - 1) {
        await opened
          .locator('[data-column="new"] [data-order]')
          .first()
          .getByRole('button', { name: 'Accept' })
          .click();
      } else {
        // From the end of the list: the first ones are pressed.
        const id = waiting.pop() as string;
        begun.set(left - 1, Date.now());
        await kitchen.accept(id);
      }
      left -= 1;
      await next;
    }
    await countIs(opened, left);
    const counts = await opened.evaluate(() => window.stopwatch.counts);
    for (const [count, at] of begun) {
      const seen = counts.find((one) => one.count === count);
      if (seen) painted.push(seen.at - at);
    }
    figure('event_painted_p95_ms', percentile(painted, 0.95), 'ms', { goal: { atMost: 33 } });
    const presses = await opened.evaluate(() => window.stopwatch.presses);
    figure('press_painted_p95_ms', percentile(presses, 0.95), 'ms', { goal: { atMost: 50 } });
    figure('scroll_longest_task_p99_ms', percentile(await scroll(opened), 0.99), 'ms', {
      goal: { atMost: 16 },
    });
  } finally {
    await counter.stop();
    await backend.stop();
    await desktop.stop();
  }
}
