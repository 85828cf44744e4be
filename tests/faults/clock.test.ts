// Somebody sets the computer's clock by hours, forward and back, while the console runs and orders wait.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CounterbellWindow } from '../../contract/ipc.ts';
import { buildBackend } from '../backend/support/process.ts';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { driveConsole, type DrivenConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';

declare const window: { counterbell: CounterbellWindow };

let desktop: Desktop;
let backend: RunningBackend;
let counter: DrivenConsole;

beforeAll(async () => {
  await buildBackend();
  [desktop, backend] = await Promise.all([startDesktop(), startBackend()]);
  counter = await driveConsole({ env: desktop.env, backend });
  await counter.log.wait('status.changed', { status: 'live' }, 1, 40_000);
  await counter.app.evaluate(clockThatCanBeSet);
  // The page has taken the clock that it found.
  await counter.app.context().addInitScript(clockThatCanBeSet);
  await (await counter.page()).reload();
});
afterAll(async () => {
  await counter?.stop();
  await backend?.stop();
  await desktop?.stop();
});

type Place = { Date: DateConstructor; ahead?: number };

/** Runs in main process and page: from now on their clock can be set. */
function clockThatCanBeSet(): void {
  const place = globalThis as unknown as Place;
  const Right = place.Date;
  const now = () => Right.now() + (place.ahead ?? 0);
  place.Date = class extends Right {
    constructor(...words: [] | [number]) {
      if (words.length === 0) super(now());
      else super(...words);
    }
    static override now = now;
  } as DateConstructor;
}

async function setClock(ahead: number): Promise<void> {
  const page = await counter.page();
  await Promise.all([
    counter.app.evaluate((_electron, ms) => void ((globalThis as unknown as Place).ahead = ms), ahead),
    page.evaluate((ms) => void ((globalThis as unknown as Place).ahead = ms), ahead),
  ]);
}

const view = async () => {
  const answer = await (await counter.page()).evaluate(() => window.counterbell.view());
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
};
/** What stands on the ticket of this order, times and ages included. */
const ticket = async (number: string) =>
  (await counter.page()).locator('[data-order]').filter({ hasText: number }).first().innerText();
const hours = 3_600_000;
const justNow = /\b0:\d\d ago/;

test.each([
  ['forward', 3],
  ['back', -4],
  ['by a day', 26],
  ['right again', 0],
])(
  '%s: the next order is told once, none of before again, and times on the screen are right',
  async (way, by) => {
    const before = `OLD${by}`;
    await backend.place({ number: before });
    await desktop.notifications.wait(`New order ${before}`);
    const page = await counter.page();
    await page.getByText(before).first().waitFor();
    expect(await ticket(before)).toMatch(justNow);
    const told = desktop.notifications.shown.length;
    await setClock(by * hours);
    const wrong = by !== 0;
    await until(`the clock to be ${wrong ? 'named' : 'right'}`, async () => {
      const { skewMs, status } = await view();
      const isSkewed = Math.abs(skewMs + by * hours) < 5000;
      return isSkewed && status.word === (wrong ? 'clock-wrong' : 'live');
    });
    const number = `NEW${by}`;
    await backend.place({ number });
    await desktop.notifications.wait(`New order ${number}`);
    expect(desktop.notifications.shown).toHaveLength(told + 1);
    expect(await ticket(before), way).toMatch(justNow);
  },
);
