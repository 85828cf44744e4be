// The simulated backend: one restaurant, the contract's answers, and a database that can be backed up and put back.
import { channelOf, defaultChannels, type StreamName } from '../../contract/streams.ts';
import type { EnrolAnswer } from '../../contract/api.ts';
import type { Order, Verb } from '../../contract/order.ts';
import type { Policy } from '../../contract/policy.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import { decide, type Command, type Rules } from '../../contract/decide-verb.ts';
import { ring, tell } from '../../backend/orders/passing-time.ts';
import { countConsoles } from '../../backend/identity/count-consoles.ts';
import type { Chance } from './chance.ts';
import { dawn, type Timeline } from './clock.ts';
import type { Chats } from './chats.ts';
import type { Inboxes } from './inboxes.ts';
import type { NewerVersion } from './newer-version.ts';
import {
  append,
  copyOf,
  emptyDatabase,
  eventAt,
  headSeq,
  streamLog,
  type Database,
  type LoggedEvent,
  type StreamLog,
} from './database.ts';
import type { Trace } from './trace.ts';

export const restaurantId = 'r1';
export const home: StreamName = `restaurant:${restaurantId}`;
export const enrolmentCode = 'SIM-CODE-1';
/** A ready order's customer hears of it 10 s later, so that it can be taken back. */
const rules: Rules = { prepMinutes: 15, tellMs: 10_000, assumeCollectedMs: 45 * 60_000 };
/** What IT gave the consoles: they enrol by themselves. */
export const policy: Policy = {
  backend: { url: 'http://backend.sim' },
  enrolment: { code: enrolmentCode },
};

/** Something the console was promised to learn of. `generation` counts the databases: it grows when one is put back. */
export type Commit = {
  at: number;
  generation: number;
  stream: StreamName;
  seq: number;
  order: string | null;
};
/** One command as the backend took it, whatever came of it. */
export type Taken = {
  at: number;
  generation: number;
  key: string;
  device: string | null;
  verb: Verb;
  order: string;
  occurredAt: string | null;
  outcome: 'changed' | 'already' | 'refused';
};

export class Backend {
  database: Database = emptyDatabase();
  up = true;
  /** Who beats at this process; a restart forgets it. */
  consoleCount = countConsoles();
  /** Grows with every restart of the process. */
  life = 1;
  generation = 1;
  /** Every order event goes over Pusher as a reference only. */
  refOnly = false;
  /** null: it has no notifications. */
  inboxes: Inboxes | null = null;
  /** null: it has no chats. */
  chats: Chats | null = null;
  /** The versions it has been of, from when on, the present one last; null: that of the consoles. */
  readonly versions: { from: number; newer: NewerVersion | null }[] = [{ from: 0, newer: null }];
  /** When each order became what it is. */
  readonly saidAt = new WeakMap<object, number>();
  readonly commits: Commit[] = [];
  readonly taken: Taken[] = [];
  readonly told: { order: string; at: number }[] = [];
  /** What consoles said of themselves. */
  readonly beats: { device: string; live: boolean; at: number }[] = [];
  readonly receipts: { device: string; order: string; stage: string; at: number }[] = [];
  /** Every person's token there ever was, so that nobody keeps one. */
  readonly issued: { person: string; token: string }[] = [];
  /** However many it is asked for: a page may be heavy. */
  readonly ordersOnAPage: number;
  readonly restaurant: Restaurant;
  readonly chance: Chance;
  readonly timeline: Timeline;
  readonly trace: Trace;
  onCommit: (stream: StreamName) => void = () => undefined;
  onRevoked: (deviceId: string) => void = () => undefined;

  /** The home log of every database that was lost, and when. */
  readonly lost: { log: StreamLog; at: number }[] = [];

  #backup: Database | null = null;
  #numbers = 100;

  constructor(timeline: Timeline, chance: Chance, trace: Trace) {
    this.timeline = timeline;
    this.chance = chance;
    this.trace = trace;
    this.ordersOnAPage = chance.fork('pages').pick([1, 2, 3, 100]);
    this.restaurant = {
      id: restaurantId,
      name: 'The Simulated Spoon',
      timeZone: 'UTC',
      currency: 'EUR',
      openingHours: null,
      prepMinutes: 15,
      rejectReasons: ['Sold out'],
      autoAccept: [],
      pause: null,
      escalation: { afterSeconds: 180, webhook: null },
      accepting: true,
    };
    this.log(home);
    this.log('global');
  }

  get newer(): NewerVersion | null {
    return this.versions.at(-1)?.newer ?? null;
  }

  now(): string {
    return new Date(this.timeline.wall()).toISOString();
  }

  log(stream: StreamName): StreamLog {
    return streamLog(this.database, stream, this.chance);
  }

  commit(
    stream: StreamName,
    fields: { type: string; message: string; cause?: string } & Record<string, unknown>,
  ): LoggedEvent {
    const id = typeof fields['id'] === 'string' ? fields['id'] : this.chance.id();
    const event = append(this.log(stream), stream, { ...fields, id, at: this.now() });
    const order = event.order === undefined ? null : String(event.order['id']);
    if (event.order !== undefined) this.saidAt.set(event.order, this.timeline.now);
    this.commits.push({ at: this.timeline.now, generation: this.generation, stream, seq: event.seq, order });
    if (this.trace.on)
      this.trace.say(
        'backend',
        `commit ${stream} ${event.epoch} ${event.seq} ${event.type} ${order === null ? '' : describe(event.order as Order)}`,
      );
    this.onCommit(stream);
    return event;
  }

  /** A new order; `ringIn` ms from now when it is scheduled. */
  place(items: readonly { name: string; quantity: number }[], customer: string, ringIn = 0): Order {
    this.#numbers += 1;
    const now = this.timeline.wall();
    const at = new Date(now).toISOString();
    const order: Order = {
      id: this.chance.id(),
      number: `N${this.#numbers}`,
      status: 'new',
      channel: 'web',
      fulfilment: { kind: 'pick-up' },
      payment: { kind: 'paid' },
      customer: { name: customer, phone: `+49 30 ${this.#numbers}${this.#numbers}` },
      items: items.map((item, index) => ({
        id: `i${index}`,
        ...item,
        modifiers: [],
        allergens: [],
        ticked: false,
      })),
      total: { amount: 1250, currency: 'EUR' },
      placedAt: at,
      ringAt: new Date(now + ringIn).toISOString(),
      promisedAt: ringIn === 0 ? null : new Date(now + ringIn + 900_000).toISOString(),
      tellAt: null,
      toldAt: null,
      snoozedUntil: null,
      toBeUnderstood: null,
      assumed: false,
      acts: [{ what: 'placed', at, by: { kind: 'channel', id: 'web', name: 'Web shop' } }],
    };
    this.put(order, 'order.new', `New order ${order.number}`);
    if (ringIn > 0) this.#lookAt(now + ringIn);
    return order;
  }

  /** The customer takes it back, whatever status it is in. */
  customerCancels(id: string): void {
    const order = this.database.orders.get(id);
    if (order !== undefined)
      this.carryOut(order, {
        verb: 'cancel',
        reason: 'Changed my mind',
        by: { kind: 'customer', name: 'Customer' },
      });
  }

  /** The customer changes the note; after acceptance somebody has to say that it was understood. */
  customerChanges(id: string, note: string): void {
    const order = this.database.orders.get(id);
    if (order === undefined || (order.status !== 'new' && order.status !== 'accepted')) return;
    const toBeUnderstood = order.status === 'new' ? null : 'changed';
    this.put({ ...order, note, toBeUnderstood }, 'order.updated', `Order ${order.number} was changed`);
  }

  /** What the real backend decides; idempotency and permission are the caller's. */
  carryOut(
    order: Order,
    asked: Pick<Command, 'verb' | 'by'> & Partial<Command>,
    cause?: string,
  ): ReturnType<typeof decide> {
    const now = this.timeline.wall();
    const decision = decide(order, { from: null, ...asked, now, occurredAt: asked.occurredAt ?? now }, rules);
    if (decision.kind !== 'done') return decision;
    const type =
      asked.verb === 'ready' ? 'order.ready' : asked.verb === 'cancel' ? 'order.cancelled' : 'order.updated';
    this.put(decision.order, type, `Order ${order.number}: ${asked.verb}`, cause);
    if (decision.later.tell !== undefined && decision.later.tell !== null) this.#lookAt(decision.later.tell);
    return decision;
  }

  put(order: Order, type: string, message: string, cause?: string): LoggedEvent {
    this.database.orders.set(order.id, order);
    return this.commit(home, { type, message, order, ...(cause === undefined ? {} : { cause }) });
  }

  enrol(installId: string, name: string): EnrolAnswer {
    for (const former of this.database.devices) if (former.installId === installId) former.revoked = true;
    const device = {
      id: `d-${this.chance.id().slice(0, 8)}`,
      name,
      installId,
      token: `device-token-${this.chance.id()}`,
      leaveTicket: `leave-ticket-${this.chance.id()}`,
      revoked: false,
    };
    this.database.devices.push(device);
    if (this.trace.on) this.trace.say('backend', `enrolled ${device.id} ${name}`);
    return {
      token: device.token,
      leaveTicket: device.leaveTicket,
      device: { id: device.id, name },
      restaurant: this.restaurant,
      pusher: { key: 'sim-key', host: 'pusher.sim', port: 443, tls: true },
      channels: defaultChannels,
      streams: this.streamsOfDevice(),
    };
  }

  streamsOfDevice(): StreamName[] {
    return [home, 'global', ...(this.chats === null ? [] : [`chat:${restaurantId}`])];
  }

  revoke(deviceId: string): void {
    const device = this.database.devices.find((row) => row.id === deviceId);
    if (device === undefined || device.revoked) return;
    device.revoked = true;
    this.commit(home, {
      type: 'device.revoked',
      message: 'A device was signed out',
      device: { id: deviceId },
    });
    this.onRevoked(deviceId);
  }

  /** Somebody who manages is told that nobody answers an order. */
  escalate(person: string): void {
    const order = [...this.database.orders.values()].find((each) => each.status === 'new');
    if (order === undefined) return;
    this.commit(`user:${person}`, {
      type: 'escalation.raised',
      message: `Nobody has answered order ${order.number}`,
      escalation: { kind: 'unaccepted', order: { id: order.id, number: order.number }, since: this.now() },
    });
  }

  /** What it says, in the words of its version. */
  asItSays<T>(told: T): T {
    const { newer } = this;
    return newer === null ? told : newer.asItSays(told);
  }

  /** Its program is replaced: by one of a later version, or by the one that consoles know. */
  becomes(newer: NewerVersion | null): void {
    this.versions.push({ from: this.timeline.now, newer });
    if (this.trace.on)
      this.trace.say('backend', newer === null ? 'is of our version' : 'is of a later version');
  }

  /** Older events are no longer served; the state is untouched. */
  prune(): void {
    for (const log of this.database.streams.values()) log.servedFrom = Math.max(log.first, headSeq(log));
    if (this.trace.on) this.trace.say('backend', 'pruned its logs');
  }

  backUp(): void {
    this.#backup = copyOf(this.database);
    if (this.trace.on) this.trace.say('backend', `backed up at ${headSeq(this.log(home))}`);
  }

  /**
   * Yesterday's database is put back. As it should be: a new epoch, above everything published. The nasty way
   * (a copied disk): the same epoch, and the same numbers will be given out again.
   */
  putBack(how: 'new-epoch' | 'same-epoch'): boolean {
    if (this.#backup === null) return false;
    const lost = this.database;
    this.database = copyOf(this.#backup);
    // Who was enrolled or revoked since would have to be so again by hand, which is another story.
    this.database.devices = lost.devices;
    this.generation += 1;
    this.lost.push({ log: lost.streams.get(home) as StreamLog, at: this.timeline.now });
    for (const [name, log] of this.database.streams) {
      if (how === 'same-epoch') continue;
      const above = Math.max(headSeq(log), lost.streams.has(name) ? headSeq(lost.streams.get(name)!) : 0);
      // Never one that there was: the log it named may have been put back over, too.
      log.epoch = `${log.epoch}+${this.generation}`;
      log.base = name === home ? new Map(this.database.orders) : new Map();
      log.events = [];
      log.first = above + 1;
      log.servedFrom = log.first;
      log.published = above;
    }
    if (this.trace.on)
      this.trace.say('backend', `database put back (${how}), now at ${headSeq(this.log(home))}`);
    this.#doWhatIsDue();
    return true;
  }

  stop(): void {
    this.up = false;
    this.life += 1;
    this.consoleCount = countConsoles();
    if (this.trace.on) this.trace.say('backend', 'down');
  }

  start(): void {
    this.up = true;
    if (this.trace.on) this.trace.say('backend', 'up');
    this.#doWhatIsDue();
    for (const stream of this.database.streams.keys()) this.onCommit(stream);
  }

  channelOf(stream: StreamName): string {
    return channelOf(stream);
  }

  /** The event as it goes over Pusher. */
  wire(stream: StreamName, seq: number): LoggedEvent | undefined {
    const event = eventAt(this.log(stream), seq);
    if (event === undefined) return event;
    if (event.order === undefined || !this.refOnly || !('items' in event.order)) return this.asItSays(event);
    return this.asItSays({
      ...event,
      order: { id: event.order['id'], number: event.order['number'] },
      ref: true,
    });
  }

  #lookAt(wall: number): void {
    this.timeline.at(wall - dawn, () => this.#doWhatIsDue());
  }

  /** Tells the customers whose time has come, and marks the scheduled orders that ring now. */
  #doWhatIsDue(): void {
    if (!this.up) return;
    const now = this.timeline.wall();
    for (const order of this.database.orders.values()) {
      if (order.tellAt !== null && Date.parse(order.tellAt) <= now) {
        const told = tell(order, now);
        if (told !== null) {
          this.told.push({ order: order.id, at: this.timeline.now });
          this.put(told.order, 'order.updated', `The customer of ${order.number} was told`);
        }
      }
      const late = Date.parse(order.ringAt) <= now && order.ringAt !== order.placedAt;
      if (late && order.acts.every((act) => act.what !== 'due')) {
        const due = ring(order, now);
        if (due !== null) this.put(due.order, 'order.updated', `Order ${order.number} is due`);
      }
    }
  }
}

export function describe(order: Order): string {
  return `${order.number} ${order.status}${order.snoozedUntil === null ? '' : ' snoozed'}`;
}
