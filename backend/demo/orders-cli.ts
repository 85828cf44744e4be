// `npm run demo:orders`: places made-up orders at a backend, at a rate, the same ones for the same seed.
import { parseArgs } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { makeUpOrder } from './orders.ts';
import { placeOrder } from './placing.ts';
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

const started = Date.now();

const sending = (asked: Asked, n: number, body: string) => () =>
  fetch(`${asked.url}/orders`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${asked.key}`,
      'idempotency-key': `demo-${asked.seed}-${started}-${n}`,
    },
    body,
    signal: AbortSignal.timeout(10_000),
  });

const tell = (entry: Record<string, unknown>) => console.log(JSON.stringify(entry));

/** How many orders were finally refused, and why the last one was. */
async function placeAll(asked: Asked): Promise<{ refused: number; why: string }> {
  const random = randomFrom(asked.seed);
  let placed = 0;
  let refused = 0;
  let why = '';
  for (let n = 1; n <= asked.count; n++) {
    // Guests do not come by the clock: the waits vary around the rate, by the seed as well.
    if (n > 1) await wait(asked.everyMs * (0.5 + random.next()));
    const body = JSON.stringify(makeUpOrder(random, Date.now()));
    const outcome = await placeOrder({ send: sending(asked, n, body), starting: placed === 0 });
    if (outcome.kind === 'placed') {
      placed += 1;
      const { number, channel, total } = outcome.order;
      tell({ event: 'order.placed', number, channel, total });
      continue;
    }
    refused += 1;
    ({ why } = outcome);
    tell({ event: 'order.refused', why });
    if (outcome.kind === 'refused-for-good') break;
  }
  return { refused, why };
}

let asked: Asked;
try {
  asked = readAsked();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(usage);
  process.exit(2);
}
const { refused, why } = await placeAll(asked);
if (refused > 0) {
  console.error(
    `${refused === 1 ? 'One order was' : `${refused} orders were`} refused and not placed. The last answer of ${asked.url}: ${why}\n` +
      'Check that the backend runs at this address and that the key is the one of its sales channel.',
  );
  process.exitCode = 1;
}
