// Translates an order of a backend without a log into ours: whatever is odd about it, it must be seen and heard.
import { moneyFormat } from '../../../contract/money-format.ts';
import type { ExistingBackend } from '../../../contract/existing-backend.ts';
import type { Fulfilment, Item, Order, Status } from '../../../contract/order.ts';
import { cutText, endOfText } from '../../../contract/wire.ts';
import { at, text } from './field.ts';
import { momentIn } from './moment.ts';

type About = {
  id: string;
  theirs: string;
  system: ExistingBackend;
  now: number;
  /** The same order as it is in the book already. */
  known: Order | undefined;
};

export function inOurWords(wire: unknown, { id, theirs, system, now, known }: About): Order {
  const { fields, restaurant, timeZone } = system;
  const time = (field: string): string | null => {
    const moment = momentIn(at(wire, field), timeZone);
    return moment === null ? null : new Date(moment).toISOString();
  };
  // Without a time of theirs the first sight of it counts, and goes on to count.
  const placedAt = time(fields.placedAt) ?? known?.placedAt ?? new Date(now).toISOString();
  const customer = cut(text(at(wire, fields.customer)), 80);
  const phone = phoneIn(text(at(wire, fields.phone)));
  const note = cut(text(at(wire, fields.note)), 500);
  const amount = minorUnits(at(wire, fields.total), restaurant.currency);
  return {
    id,
    number: endOfText(text(at(wire, fields.number)) ?? theirs, 12),
    status: statusOf(wire, system) ?? 'new',
    channel: cut(text(at(wire, fields.channel)), 40) ?? 'web',
    fulfilment: fulfilmentOf(wire, system),
    payment: isPaid(at(wire, fields.paid)) ? { kind: 'paid' } : { kind: 'collect', amount },
    ...(customer === undefined && phone === null
      ? {}
      : { customer: { name: customer ?? '?', ...(phone !== null && { phone }) } }),
    ...(note === undefined ? {} : { note }),
    items: readItems(at(wire, fields.items), system),
    total: { amount, currency: restaurant.currency },
    placedAt,
    ringAt: time(fields.ringAt) ?? placedAt,
    promisedAt: time(fields.promisedAt),
    tellAt: null,
    toldAt: null,
    snoozedUntil: null,
    toBeUnderstood: null,
    assumed: false,
    acts: [],
  };
}

const cut = (said: string | null, most: number): string | undefined =>
  said === null ? undefined : cutText(said, most);

export function statusOf(wire: unknown, { fields, statuses }: ExistingBackend): Status | null {
  const word = text(at(wire, fields.status)) ?? '';
  return Object.hasOwn(statuses, word) ? (statuses[word] ?? null) : null;
}

const phoneIn = (said: string | null): string | null =>
  said !== null && said.length >= 3 && said.length <= 32 ? said : null;

/** Whoever is asked once too often says so; a meal that went out unpaid is gone. */
const isPaid = (said: unknown): boolean =>
  said === true || /^(?:yes|true|1|paid|captured|settled)$/i.test(text(said) ?? '');

/** Words that mean the same everywhere, without the marks between their letters. */
const usualWords: Readonly<Record<string, Exclude<Fulfilment['kind'], 'other'>>> = {
  pickup: 'pick-up',
  collection: 'pick-up',
  collect: 'pick-up',
  takeaway: 'pick-up',
  takeout: 'pick-up',
  delivery: 'delivery',
  dinein: 'dine-in',
  eatin: 'dine-in',
  table: 'dine-in',
};

function fulfilmentOf(wire: unknown, { fields, fulfilments }: ExistingBackend): Fulfilment {
  const word = text(at(wire, fields.fulfilment)) ?? '';
  const table = cut(text(at(wire, fields.table)), 80);
  const address = cut(text(at(wire, fields.address)), 500);
  const usual = word.toLowerCase().replace(/[^a-z]/g, '');
  const kind =
    (Object.hasOwn(fulfilments, word) ? fulfilments[word] : undefined) ??
    (Object.hasOwn(usualWords, usual) ? usualWords[usual] : undefined) ??
    // No word for it: where it is to go says as much.
    (table !== undefined ? 'dine-in' : address !== undefined ? 'delivery' : 'pick-up');
  if (kind === 'dine-in') return { kind, table: table ?? '?' };
  return kind === 'delivery' ? { kind, ...(address !== undefined && { address }) } : { kind };
}

function readItems(list: unknown, { fields }: ExistingBackend): Item[] {
  const items = Array.isArray(list) ? list.slice(0, 200) : [];
  const read = items.map((item, index) => {
    const note = cut(text(at(item, fields.itemNote)), 500);
    const called = text(at(item, fields.itemName)) ?? text(item) ?? '?';
    const said = text(at(item, fields.itemQuantity)) ?? '1';
    const quantity = Number(said);
    const counts = Number.isInteger(quantity) && quantity >= 1 && quantity <= 999;
    return {
      id: `${index + 1}`,
      // Half a kilo is no number of pieces: it is said with the name.
      name: cutText(counts ? called : `${said} × ${called}`, 80),
      quantity: counts ? quantity : 1,
      modifiers: words(at(item, fields.itemModifiers), 80).slice(0, 30),
      allergens: words(at(item, fields.itemAllergens), 30).slice(0, 20),
      ...(note === undefined ? {} : { note }),
      ticked: false,
    };
  });
  // An order without items in its list is still one that somebody has to hear.
  return read.length > 0
    ? read
    : [{ id: '1', name: '?', quantity: 1, modifiers: [], allergens: [], ticked: false }];
}

/** A list of words, of things with a name, or one text with commas. */
function words(list: unknown, longest: number): string[] {
  const several = Array.isArray(list) ? list : (text(list)?.split(',') ?? []);
  return several.flatMap((one) => {
    const word = text(one) ?? text(at(one, 'name'));
    return word === null ? [] : [cutText(word, longest).trim()];
  });
}

const mostMinorUnits = 100_000_000;

function minorUnits(total: unknown, currency: string): number {
  const said = text(total) ?? '0';
  const amount = Number(said);
  if (!Number.isFinite(amount) || amount < 0) return 0;
  const inMinorUnits = Number.isInteger(amount) && !said.includes('.');
  return Math.min(inMinorUnits ? amount : Math.round(amount * 10 ** minorDigits(currency)), mostMinorUnits);
}

const minorDigits = (currency: string): number =>
  moneyFormat('en', currency).resolvedOptions().maximumFractionDigits ?? 2;
