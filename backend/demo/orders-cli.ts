// `npm run demo:orders`: places made-up orders at a backend, at a rate, the same ones for the same seed.
import { parseArgs } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { placedAnswer } from '../../contract/api.ts';
import { makeUpOrder } from './orders.ts';
import { randomFrom } from './random.ts';

const usage =
  'npm run demo:orders -- [--rate 6/min] [--seed 7] [--count N] [--url http://127.0.0.1:4180] [--key KEY]\n' +
  'The address and the key may also come as COUNTERBELL_BACKEND_URL and COUNTERBELL_DEMO_API_KEY.';

type Asked = { everyMs: number; seed: number; count: number; url: string; key: string };

function readAsked(): Asked {
  const { values } = parseArgs({
    options: {
      rate: { type: 'string', default: '6/min' },
      seed: { type: 'string', default: '7' },
      count: { type: 'string' },
      url: { type: 'string', default: process.env.COUNTERBELL_BACKEND_URL ?? 'http://127.0.0.1:4180' },
      key: { type: 'string', default: process.env.COUNTERBELL_DEMO_API_KEY ?? '' },
    },
  });
  const rate = /^(\d+(?:\.\d+)?)\/(s|sec|min|h)$/.exec(values.rate);
  const unitMs = { s: 1_000, sec: 1_000, min: 60_000, h: 3_600_000 }[rate?.[2] ?? ''];
  if (!rate || unitMs === undefined || Number(rate[1]) <= 0)
    throw new Error(`--rate is a number per s, min or h, such as 6/min; not "${values.rate}".`);
  const count = values.count === undefined ? Infinity : Number(values.count);
  const seed = Number(values.seed);
  if (!(count > 0) || !Number.isInteger(seed)) throw new Error('--count and --seed are whole numbers.');
  if (values.key === '')
    throw new Error('Give the sales channel’s key with --key or COUNTERBELL_DEMO_API_KEY.');
  return {
    everyMs: unitMs / Number(rate[1]),
    seed,
    count,
    url: values.url.replace(/\/+$/, ''),
    key: values.key,
  };
}

const tries = 5;

/** A backend that is starting or busy is asked again, under the same key: the order is placed once. */
async function place(asked: Asked, n: number, body: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    let refusal: string;
    try {
      const answer = await fetch(`${asked.url}/orders`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${asked.key}`,
          'idempotency-key': `demo-${asked.seed}-${started}-${n}`,
        },
        body,
        signal: AbortSignal.timeout(10_000),
      });
      if (answer.ok) {
        const { order } = placedAnswer.parse(await answer.json());
        const { number, channel, total } = order;
        console.log(JSON.stringify({ event: 'order.placed', number, channel, total }));
        return;
      }
      refusal = `${answer.status} ${await answer.text()}`;
      if (answer.status !== 503 && answer.status !== 429) attempt = tries;
    } catch (error) {
      refusal = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    }
    if (attempt >= tries) {
      console.log(JSON.stringify({ event: 'order.refused', why: refusal.slice(0, 300) }));
      return;
    }
    await wait(1_000);
  }
}

const started = Date.now();

try {
  const asked = readAsked();
  const random = randomFrom(asked.seed);
  for (let n = 1; n <= asked.count; n++) {
    // Guests do not come by the clock: the waits vary around the rate, by the seed as well.
    if (n > 1) await wait(asked.everyMs * (0.5 + random.next()));
    await place(asked, n, JSON.stringify(makeUpOrder(random, Date.now())));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(usage);
  process.exit(2);
}
