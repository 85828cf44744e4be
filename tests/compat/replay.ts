// Asks today's backend what was asked of an older one. Ids and secrets that it answers take the place of those that
// were recorded in everything that is asked afterwards.
import { exchange, type Answered, type Asked, type Exchange } from './exchange.ts';
import { since } from './determinate.ts';
import type { openBackend } from './record-backend.ts';
import type { Released } from './recorded.ts';

export type Replayed = { name: string; asked: Asked; recorded: Answered; now: Answered };

export async function replay(
  { adminKey, exchanges, protocol }: Released,
  house: Awaited<ReturnType<typeof openBackend>>,
): Promise<Replayed[]> {
  const known = new Map([[adminKey, house.adminKey]]);
  const began = house.clock.now();
  const all: Replayed[] = [];
  for (const { name, afterMs, waits, asked: before, answered: recorded } of exchanges) {
    house.clock.ahead += afterMs;
    const asked = JSON.parse(since(withKnown(JSON.stringify(before), known), began)) as Asked;
    const now = waits
      ? await untilAlike(() => exchange(house.backend.url, asked, protocol), recorded)
      : await exchange(house.backend.url, asked, protocol);
    learn(recorded.body, now.body, known);
    all.push({ name, asked, recorded, now });
  }
  return all;
}

/** What the backend does by itself it may not have done yet. */
async function untilAlike(ask: () => Promise<Answered>, { body }: Exchange['answered']): Promise<Answered> {
  const kinds = (of: unknown) =>
    (of as { events?: { type: string }[] }).events?.map(({ type }) => type) ?? [];
  for (let tries = 0; ; tries += 1) {
    const now = await ask();
    if (areAmong(kinds(body), kinds(now.body)) || tries === 500) return now;
    await new Promise((resolve) => void setTimeout(resolve, 20));
  }
}

/**
 * Each as often as then; a later version may tell of more. Of what has nothing to do with each other, which comes first is
 * the load's to say: people are told of an announcement when there is room for it.
 */
function areAmong(wanted: readonly string[], there: readonly string[]): boolean {
  const times = (all: readonly string[], kind: string) => all.filter((one) => one === kind).length;
  return wanted.every((kind) => times(there, kind) >= times(wanted, kind));
}

function withKnown(text: string, known: ReadonlyMap<string, string>): string {
  let told = text;
  for (const [recorded, now] of known) told = told.replaceAll(recorded, now);
  return told;
}

/** Whatever stands at the same place of both answers is the same thing by another name. */
function learn(recorded: unknown, now: unknown, known: Map<string, string>): void {
  if (typeof recorded === 'string' && typeof now === 'string') {
    const isId =
      /^(?:[0-9a-f]{8}-|cb[a-z]_)/.test(recorded) || /^[A-Z0-9]{4,}(?:-[A-Z0-9]{4,})+$/.test(recorded);
    if (isId && recorded !== now && !known.has(recorded)) known.set(recorded, now);
    // The last step of a path that opens something.
    const [secret, fresh] = [recorded, now].map((text) => /\/(cb[a-z]_[\w-]+)$/.exec(text)?.[1]);
    if (secret !== undefined && fresh !== undefined) known.set(secret, fresh);
    return;
  }
  if (typeof recorded !== 'object' || typeof now !== 'object' || recorded === null || now === null) return;
  for (const [key, inner] of Object.entries(recorded))
    learn(inner, (now as Record<string, unknown>)[key], known);
}

/**
 * The places of `recorded` that `now` does not have, such as `orders.0.note`. Of a list any entry will do: what the
 * backend does by itself comes between what it is asked for, sooner or later.
 */
export function missingIn(now: unknown, recorded: unknown, at = ''): string[] {
  if (typeof recorded !== 'object' || recorded === null) return [];
  if (typeof now !== 'object' || now === null) return [at];
  if (Array.isArray(recorded))
    return recorded.flatMap((entry, index) =>
      Array.isArray(now) && now.length > 0
        ? now
            .map((one) => missingIn(one, entry, `${at}${index}.`))
            .reduce((least, each) => (each.length < least.length ? each : least))
        : [`${at}${index}`],
    );
  return Object.entries(recorded).flatMap(([key, inner]) =>
    key in now ? missingIn((now as Record<string, unknown>)[key], inner, `${at}${key}.`) : [at + key],
  );
}
