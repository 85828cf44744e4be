// One counter's machine: its disk, its clock, its line, and the console that is started, crashed and started again on it.
import type { Verb } from '../../contract/order.ts';
import type { Policy } from '../../contract/policy.ts';
import type { View, ViewDelta } from '../../contract/view.ts';
import type { Counterbell, CreateCounterbell, Intent, Setup } from '../../core/counterbell.ts';
import type { BellSound, Rung } from '../../core/ports/bell.ts';
import type { PowerSignal, WindowState } from '../../core/ports/desktop.ts';
import type { Ports } from '../../core/ports/ports.ts';
import type { Toast } from '../../core/ports/notifier.ts';
import type { Backend } from './backend.ts';
import type { Chance } from './chance.ts';
import { MachineClock, type Timeline } from './clock.ts';
import { Disk } from './disk.ts';
import { createBackendPort, Line, type HttpApi } from './network.ts';
import type { PusherService } from './pusher.ts';
import { createRealtime } from './realtime.ts';
import { createSecrets } from './secrets.ts';
import { createSettingsStore, type SettingsFile } from './settings-store.ts';
import { ticketOf } from './tickets.ts';
import type { Trace } from './trace.ts';
import { noProgram, stillWindow } from '../support/no-program.ts';

/** A busy counter needs a few per order; a loop makes hundreds. */
const requestsIn10s = 120;

export type World = {
  timeline: Timeline;
  trace: Trace;
  backend: Backend;
  pusher: PusherService;
  api: HttpApi;
  policy: Policy;
  /** Something that must never happen did. */
  violated(promise: string, what: string): void;
};

/** A press of a button: what the person was told, and what became of it. */
export type Press = {
  at: number;
  /** By the time the machine has been awake: when it was pressed, and when its last answer came. */
  awake: { asked: number; told: number | null };
  order: string;
  verb: Verb;
  life: number;
  command: string | null;
  answered: 'ok' | 'refused' | null;
  undo: 'asked' | 'ok' | null;
  dismissed: boolean;
};
/**
 * A notification that was asked for. `awake`: when, and when the desktop said what became of it (null: it never did), by
 * the time the machine has been awake. `steppedIn`: the screen showed somebody as stepped in.
 */
export type Asked = {
  at: number;
  awake: Press['awake'];
  life: number;
  toast: Toast;
  steppedIn: boolean;
};
/** A notification that was opened; `ok`: the console has taken it. */
export type OpenedHere = Pick<Press, 'life' | 'awake'> & {
  person: string;
  notification: string;
  ok: boolean;
};
/** Written in a chat; `ok`: the console has taken it. */
export type WrittenHere = Pick<Press, 'life' | 'awake'> & {
  chat: string;
  text: string;
  /** Who was stepped in by what the screen showed, before and after; the device, if nobody was. */
  by: string[];
  ok: boolean;
};
export type Ring = { at: number; life: number; sound: BellSound };

/** A device session that people or a manager ended. Not `sure`: the power went before the console had answered. */
export type Ended = {
  device: string;
  at: number;
  awake: Press['awake'];
  life: number;
  how: 'left' | 'revoked';
  sure: boolean;
};

/**
 * Of one life, by the time the machine has been awake: nothing was written from then on until there was room again, nor
 * what was under way by then.
 */
type FullDisk = { life: number; from: number; room: number | null };

/** What a write has before it and behind it, beside those of the disk itself. */
const underWayMs = 20;

/** Until a disk that has room again is tried: one request that nobody answers, the pause, and a slow write. */
const keptWithinMs = 12_000;

/** A bell that is silent and a word that was said stay so. */
const canBeTakenBack = (verb: Verb): boolean => verb !== 'stop-bell' && verb !== 'understood';

type Process = {
  core: Counterbell;
  life: number;
  alive: boolean;
  started: boolean;
  startedAt: number;
  end(): void;
  power: (signal: PowerSignal) => void;
  window: (state: WindowState) => void;
  click: (toast: string) => void;
};

export class Console {
  readonly name: string;
  readonly installId: string;
  readonly disk: Disk;
  readonly line = new Line();
  readonly clock: MachineClock;
  readonly presses: Press[] = [];
  readonly toasts: Asked[] = [];
  /** After how much time awake each life ended in a crash, and what a write took by then at most. */
  readonly ends: { awakeFor: number; slowest: number }[] = [];
  readonly rings: Ring[] = [];
  readonly openings: OpenedHere[] = [];
  readonly writings: WrittenHere[] = [];
  /** Messages that somebody wanted deleted. */
  readonly deletions: (Pick<Press, 'life' | 'awake'> & { chat: string; message: string; ok: boolean })[] = [];
  /** What a newer version has left in the journal, as it stands there. */
  readonly foreign: { mark: string; texts: string[] }[] = [];
  /** Orders that somebody said were handled in the order system itself. */
  readonly handled = new Set<string>();
  /** When the bell was last stopped here. */
  stoppedBellAt: number | null = null;
  /** What the window shows: put together from deltas, as the window does it. */
  view: View | null = null;
  /** How often it gave a connection up because events did not come over it. */
  calledItselfDeaf = 0;
  process: Process | null = null;
  life = 0;
  readonly ended: Ended[] = [];
  awakeSince = 0;
  /** When its disk was full: what was learnt then may be gone with a crash, and the screen said so. */
  readonly #full: FullDisk[] = [];
  /** The bell's loudspeaker answers that it played. */
  audible = true;
  notifications: 'shown' | 'failed' | 'unanswered' = 'shown';
  /** Called with every new view. */
  onView: (view: View, delta: ViewDelta | null) => void = () => undefined;

  readonly #world: World;
  readonly #chance: Chance;
  readonly #settings: SettingsFile;
  readonly #create: CreateCounterbell;

  constructor(name: string, world: World, chance: Chance, create: CreateCounterbell) {
    this.name = name;
    this.#world = world;
    this.#chance = chance;
    this.#create = create;
    this.installId = `install-${name}-${chance.whole(1000, 9999)}`;
    this.#settings = { installId: this.installId, raw: null };
    this.disk = new Disk(name, chance.fork('disk'), world.trace);
    this.disk.onPowerCut = () => this.crash();
    this.clock = new MachineClock(world.timeline, chance.between(-3000, 3000), chance.happens(0.5));
    this.line.asleep = () => this.clock.asleep;
  }

  get running(): boolean {
    return this.process?.started === true && !this.clock.asleep;
  }

  /**
   * What came to be known in that time may never have been written: the disk was full, and its process died before there
   * was room and the disk was tried again. Nobody can know it any more.
   */
  forgot({ life, awake }: Pick<Press, 'life' | 'awake'>): boolean {
    const died = this.ends[life];
    if (died === undefined) return false;
    return this.#full.some((full) => {
      const written = (full.room ?? Number.POSITIVE_INFINITY) + keptWithinMs;
      const meanwhile = (awake.told ?? died.awakeFor) >= full.from && awake.asked <= written;
      return full.life === life && meanwhile && died.awakeFor <= written;
    });
  }

  /** It is asked now, and answered never so far. */
  asking(): Press['awake'] {
    return { asked: this.clock.awakeFor, told: null };
  }

  deviceIds(): string[] {
    return this.#world.backend.database.devices
      .filter((device) => device.installId === this.installId)
      .map((device) => device.id);
  }

  start(): void {
    if (this.process !== null) return;
    this.life += 1;
    if (this.disk.full) this.#diskIsFull();
    const { trace, timeline } = this.#world;
    if (trace.on) trace.say(this.name, `── life ${this.life} begins`);
    const { clock: bare, ended } = this.clock.port();
    const clock: Ports['clock'] = {
      ...bare,
      after: (ms, run) => bare.after(ms, () => this.guard('a timer', run)),
    };
    const process: Process = {
      core: null as unknown as Counterbell,
      life: this.life,
      alive: true,
      started: false,
      startedAt: timeline.now,
      end: () => {
        process.alive = false;
        ended();
      },
      power: () => undefined,
      window: () => undefined,
      click: () => undefined,
    };
    this.process = process;
    const setup: Setup = {
      policy: { kind: 'valid', policy: this.#world.policy, source: 'policy.json' },
      machineName: this.name,
    };
    this.guard('createCounterbell', () => {
      process.core = this.#create(this.#ports(process, clock), setup);
      process.core.subscribe((delta) => {
        if (process.alive) this.#follow(delta);
      });
      process.core.start().then(
        () => {
          if (!process.alive) return;
          process.started = true;
          this.view = process.core.view();
          this.onView(this.view, null);
        },
        (error: unknown) => this.#threw('start()', error),
      );
    });
  }

  /** The power goes, or the process is killed. */
  crash(): void {
    const { process } = this;
    if (process === null) return;
    if (this.#world.trace.on) this.#world.trace.say(this.name, '── crash');
    process.end();
    this.ends[process.life] = { awakeFor: this.clock.awakeFor, slowest: this.disk.slowestNow() };
    this.process = null;
    this.view = null;
    this.disk.cut();
    // A process that is killed closes its connections; of a machine without power the service hears nothing.
    const { pusher, timeline } = this.#world;
    const left = [...pusher.sockets].filter((socket) => socket.name === this.name);
    for (const socket of left) socket.abandoned = true;
    timeline.after(this.#chance.between(0, 30_000), () => {
      for (const socket of left) pusher.sockets.delete(socket);
    });
  }

  fillDisk(): void {
    if (!this.disk.full) this.#diskIsFull();
    this.disk.full = true;
  }

  makeRoom(): void {
    this.disk.full = false;
    const { awakeFor } = this.clock;
    for (const full of this.#full) full.room ??= awakeFor;
  }

  #diskIsFull(): void {
    const { life } = this;
    const { awakeFor } = this.clock;
    const before = this.#full.at(-1);
    // Room that came and went before the disk was tried again was none.
    if (before?.life === life && before.room !== null && awakeFor - before.room < keptWithinMs)
      before.room = null;
    else this.#full.push({ life, from: awakeFor - 2 * this.disk.slowestNow() - underWayMs, room: null });
  }

  sleep(): void {
    if (this.#world.trace.on) this.#world.trace.say(this.name, 'falls asleep');
    if (this.#chance.happens(0.8)) this.signal('suspend');
    this.clock.sleep();
  }

  wake(): void {
    if (this.#world.trace.on) this.#world.trace.say(this.name, 'wakes up');
    this.clock.wake();
    this.awakeSince = this.#world.timeline.now;
    const { process } = this;
    this.#world.timeline.after(this.#chance.between(0, 800), () => {
      if (process !== null && process === this.process) this.signal('resume');
    });
  }

  signal(signal: PowerSignal): void {
    this.guard(`power ${signal}`, () => this.process?.power(signal));
  }

  /** A person presses something; what came of it is kept. */
  press(verb: Verb, order: string, more: Partial<Extract<Intent, { kind: 'command' }>> = {}): Press | null {
    const press: Press = {
      at: this.#world.timeline.now,
      awake: this.asking(),
      order,
      verb,
      life: this.life,
      command: null,
      answered: null,
      undo: null,
      dismissed: false,
    };
    const asked = this.#ask({ kind: 'command', order, verb, ...more }, (answer) => {
      press.awake.told = this.clock.awakeFor;
      press.answered = answer.ok ? 'ok' : 'refused';
      if (answer.ok) press.command = answer.value.command ?? null;
    });
    if (!asked) return null;
    this.presses.push(press);
    return press;
  }

  /** Takes back what the screen shows as undoable, or (a quick second tap) whatever is the newest by now. */
  undo(order: string, how: 'seen' | 'newest'): void {
    const command = ticketOf(this.view, order)?.pending?.command;
    const press = this.presses.findLast(
      (made) =>
        made.order === order &&
        made.undo === null &&
        (how === 'newest' ? canBeTakenBack(made.verb) : made.command === command),
    );
    if (press === undefined) return;
    press.undo = 'asked';
    press.awake.told = null;
    const seen = how === 'seen' && command !== undefined ? { command } : {};
    this.#ask({ kind: 'undo', order, ...seen }, (answer) => {
      press.undo = answer.ok ? 'ok' : null;
      press.awake.told = this.clock.awakeFor;
    });
  }

  /** "Understood, it was refused": said of everything that was refused on that order so far. */
  dismissRefused(order: string): void {
    const { taken } = this.#world.backend;
    const refused = new Set(taken.filter((each) => each.outcome === 'refused').map((each) => each.key));
    const command = ticketOf(this.view, order)?.pending?.command;
    const said = this.presses.filter(
      (press) =>
        press.order === order &&
        (press.command === command || press.undo !== null || refused.has(press.command ?? '')),
    );
    // Should the power go before the answer, it may have been said or not.
    for (const press of said) press.dismissed = true;
    this.#ask({ kind: 'dismiss-refused', order }, (answer) => {
      if (!answer.ok) for (const press of said) press.dismissed = false;
    });
  }

  openNotification(notification: string): void {
    this.#open([notification], { kind: 'open-notification', notification });
  }

  openAllNotifications(upTo: string): void {
    const shown = this.view?.inbox?.notifications ?? [];
    const seen = shown.filter(({ createdAt }) => Date.parse(createdAt) <= Date.parse(upTo));
    this.#open(
      seen.map(({ id }) => id),
      { kind: 'open-all-notifications', upTo },
    );
  }

  #open(ids: readonly string[], intent: Intent): void {
    const person = this.view?.person?.id;
    if (person === undefined) return;
    const { life } = this;
    const awake = this.asking();
    const opened = ids.map((notification) => ({ life, awake, person, notification, ok: false }));
    this.openings.push(...opened);
    this.#ask(intent, (answer) => {
      awake.told = this.clock.awakeFor;
      for (const one of opened) one.ok = answer.ok;
    });
  }

  writeInChat(chat: string, text: string): void {
    const awake = this.asking();
    const whoIsIn = (): string => this.view?.person?.name ?? this.name;
    const written: WrittenHere = { life: this.life, awake, chat, text, by: [whoIsIn()], ok: false };
    const asked = this.#ask({ kind: 'chat-write', chat, text }, (answer) => {
      awake.told = this.clock.awakeFor;
      written.ok = answer.ok;
      written.by.push(whoIsIn());
    });
    if (asked) this.writings.push(written);
  }

  deleteInChat(chat: string, message: string): void {
    const awake = this.asking();
    const deletion = { life: this.life, awake, chat, message, ok: false };
    const asked = this.#ask({ kind: 'chat-delete', chat, message }, (answer) => {
      awake.told = this.clock.awakeFor;
      deletion.ok = answer.ok;
    });
    if (asked) this.deletions.push(deletion);
  }

  /** null: at none. */
  lookAtChat(chat: string | null): void {
    this.#ask({ kind: 'chat-look', chat }, () => undefined);
  }

  /** What was refused is tried again, or read and put away. */
  refusedInChat(written: string, what: 'again' | 'drop'): void {
    this.#ask({ kind: `chat-${what}`, written }, () => undefined);
  }

  windowIs(state: WindowState): void {
    this.guard(`window ${state}`, () => this.process?.window(state));
  }

  stopBell(): void {
    if (this.#ask({ kind: 'stop-bell' }, () => undefined)) this.stoppedBellAt = this.#world.timeline.now;
  }

  /** Somebody took care of it in the order system itself. */
  handledElsewhere(order: string): void {
    if (this.#ask({ kind: 'handled', order }, () => undefined)) this.handled.add(order);
  }

  stepIn(pin: string): void {
    this.#ask({ kind: 'step-in', who: { pin } }, () => undefined);
  }

  stepOut(): void {
    this.#ask({ kind: 'step-out' }, () => undefined);
  }

  /** People give the device back; `discard`: what was not sent yet may be lost. */
  leave(discard: boolean): void {
    const device = this.deviceIds().at(-1);
    if (device === undefined || this.view?.device?.id !== device) return;
    const { life } = this;
    const { now } = this.#world.timeline;
    const ended: Ended = { device, at: now, awake: this.asking(), life, how: 'left', sure: false };
    this.ended.push(ended);
    this.#ask({ kind: 'leave', discard }, (answer) => {
      ended.sure = answer.ok;
      if (!answer.ok) this.ended.splice(this.ended.indexOf(ended), 1);
    });
  }

  tryNow(): void {
    this.#ask({ kind: 'try-now' }, () => undefined);
  }

  guard(what: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#threw(what, error);
    }
  }

  #ask(intent: Intent, told: (answer: Awaited<ReturnType<Counterbell['handle']>>) => void): boolean {
    const { process } = this;
    if (process === null || !this.running) return false;
    if (this.#world.trace.on)
      this.#world.trace.say(
        this.name,
        `intent ${intent.kind} ${'verb' in intent ? intent.verb : ''} ${'order' in intent ? this.#numberOf(intent.order) : ''}`,
      );
    this.guard(intent.kind, () => {
      process.core.handle(intent).then(
        (answer) => {
          if (!process.alive) return;
          if (this.#world.trace.on)
            this.#world.trace.say(this.name, `answer to ${intent.kind} ${JSON.stringify(answer)}`);
          told(answer);
        },
        (error: unknown) => this.#threw(`handle(${intent.kind})`, error),
      );
    });
    return true;
  }

  #numberOf(order: string): string {
    return this.#world.backend.database.orders.get(order)?.number ?? order;
  }

  #threw(what: string, error: unknown): void {
    this.#world.violated(
      'errors are values',
      `${this.name}: ${what} threw ${error instanceof Error ? error.stack : String(error)}`,
    );
  }

  #follow(delta: ViewDelta): void {
    const { view } = this;
    if (view === null || this.process?.started !== true) return;
    if (delta.n !== view.n + 1)
      this.#world.violated('views', `${this.name}: delta ${delta.n} follows view ${view.n}`);
    const { orders, chats, ...rest } = delta;
    const next = { ...view, ...rest } as View;
    if (orders !== undefined) {
      const gone = new Set([...orders.drop, ...orders.put.map((put) => put.order.id)]);
      next.orders = [...view.orders.filter((shown) => !gone.has(shown.order.id)), ...orders.put];
    }
    if (chats !== undefined) {
      const gone = new Set([...chats.drop, ...chats.put.map(({ id }) => id)]);
      next.chats = [...view.chats.filter(({ id }) => !gone.has(id)), ...chats.put];
    }
    this.view = next;
    this.onView(next, delta);
  }

  #ports(process: Process, clock: Ports['clock']): Ports {
    const { backend, pusher, trace, timeline, api } = this.#world;
    const chance = this.#chance.fork(`life ${this.life}`);
    const alive = (): boolean => process.alive;
    const around = { name: this.name, line: this.line, clock, chance, trace, alive };
    const say = (level: string) => (event: string, fields?: object) => {
      if (!process.alive) return;
      // The core catches what its own effects throw, and says so here.
      if (fields !== undefined && 'how' in fields && fields.how === 'deaf') this.calledItselfDeaf += 1;
      if (event === 'effect.failed') this.#threw(event, JSON.stringify(fields));
      if (trace.on)
        trace.say(this.name, `log ${level} ${event} ${fields === undefined ? '' : JSON.stringify(fields)}`);
    };
    const later = <T>(ms: number, value: () => T): Promise<T> =>
      new Promise((resolve) => {
        if (process.alive) clock.after(ms, () => resolve(value()));
      });

    return {
      clock,
      chance: { fraction: chance.fraction, id: chance.id },
      log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
      disk: this.disk.port(clock, alive),
      secrets: createSecrets(this.name, true, clock),
      settings: createSettingsStore(this.#settings, clock, alive),
      backend: this.#counted(createBackendPort({ ...around, backend, api })),
      realtime: createRealtime({ ...around, service: pusher, guard: (what, run) => this.guard(what, run) }),
      notifier: {
        show: (toast) =>
          new Promise((resolve) => {
            if (!process.alive) return;
            const steppedIn = this.view !== null && this.view.person !== null;
            const { life } = process;
            const asked: Asked = { at: timeline.now, awake: this.asking(), life, toast, steppedIn };
            this.toasts.push(asked);
            if (trace.on)
              trace.say(
                this.name,
                `TOAST ${toast.id} “${toast.title}” “${toast.body.replaceAll('\n', ' / ')}”`,
              );
            const outcome = this.notifications;
            clock.after(outcome === 'unanswered' ? 5000 : chance.between(2, 60), () => {
              asked.awake.told = this.clock.awakeFor;
              resolve(
                outcome === 'shown'
                  ? { kind: 'shown' }
                  : outcome === 'failed'
                    ? { kind: 'failed', reason: 'no notification service', remedy: 'start one' }
                    : { kind: 'unanswered', remedy: 'look at the desktop' },
              );
            });
          }),
        withdraw: () => undefined,
        onPress: (listener) => {
          process.click = (toast) => listener(toast, 'open');
        },
        onShowing: () => undefined,
      },
      bell: {
        ring: ({ sound }) => {
          if (process.alive) {
            this.rings.push({ at: timeline.now, life: process.life, sound });
            if (trace.on) trace.say(this.name, `RING ${sound}`);
            this.onRing(sound);
          }
          return later(1200, () => this.#rung());
        },
        silence: () => undefined,
        look: () => later(900, () => this.#rung()),
        outputs: () => later(1, () => []),
        onOutputs: () => undefined,
      },
      tray: { render: () => undefined, onChoose: () => undefined },
      windows: {
        show: () => undefined,
        state: () => 'hidden',
        onState: (listener) => {
          process.window = listener;
        },
        flash: () => undefined,
        ...stillWindow,
      },
      power: {
        onSignal: (listener) => {
          process.power = listener;
        },
        keepAwake: () => undefined,
      },
      ...noProgram,
      badge: { show() {} },
      autostart: {
        set: () => later(1, () => ({ ok: true, message: null })),
        get: () => later(1, () => false),
      },
    };
  }

  #rung(): Rung {
    return this.audible ? { kind: 'played', away: false } : { kind: 'unheard', why: 'failed' };
  }

  /** Light: whatever goes wrong, a console does not hammer at its backend. */
  #counted(port: Ports['backend']): Ports['backend'] {
    const { timeline } = this.#world;
    const asked: number[] = [];
    return {
      exchange: (target, request) => {
        asked.push(timeline.now);
        while ((asked[0] ?? 0) < timeline.now - 10_000) asked.shift();
        if (asked.length > requestsIn10s)
          this.#world.violated(
            'light',
            `${this.name} asked its backend more than ${requestsIn10s} times in 10 s, at last for ${request.path.split('?')[0]}`,
          );
        return port.exchange(target, request);
      },
      dropConnections: () => port.dropConnections(),
    };
  }

  /** Called at the moment the bell rings, before its sound has ended. */
  onRing: (sound: BellSound) => void = () => undefined;
}
