// Runs one restaurant as its seed draws it: first with people and troubles, then everything heals, then comes the verdict.
import type { CreateCounterbell } from '../../core/counterbell.ts';
import { Backend, policy } from './backend.ts';
import { endTroubles, scheduleTroubles } from './cause-troubles.ts';
import { createChance } from './chance.ts';
import { Timeline } from './clock.ts';
import { Console, type World } from './console.ts';
import { bringChats, chatTogether } from './chat-people.ts';
import { createHttpApi } from './network.ts';
import { bringNotifications, lookTogether } from './inbox-people.ts';
import { acceptEverything, bringCustomers, bringEscalations, bringStaff } from './people.ts';
import { PusherService } from './pusher.ts';
import { Relay } from './relay.ts';
import { answer } from './routes.ts';
import { createTrace } from './trace.ts';
import { deafening, drawTroubles, type Trouble } from './troubles.ts';
import { Watch } from './watch.ts';

export type Violation = { promise: string; what: string; at: number };
export type Verdict = {
  seed: number;
  violations: Violation[];
  troubles: readonly Trouble[];
  /** How much there was to check: a run in which nothing happens proves nothing. */
  orders: number;
  alerts: number;
  presses: number;
  events: number;
  digest: string;
  lines: readonly string[];
};
export type RunOptions = {
  seed: number;
  create: CreateCounterbell;
  trace?: boolean;
  /** Instead of what the seed would draw. */
  troubles?: readonly Trouble[];
  /** People are notified, or not, instead of what the seed would draw. */
  notified?: boolean;
  /** People write to each other, or do not. */
  chatting?: boolean;
  /** One broken promise is enough: the story ends with it. */
  endsWithFirst?: boolean;
};

/** After the trouble: long enough for every retry, and for a snooze that was begun at the last moment. */
const healingMs = 60_000;
const acceptingMs = 8000;
/** Longer than the ladder's longest step. */
const silenceMs = 17_000;
const enoughViolations = 20;

export async function run(options: RunOptions): Promise<Verdict> {
  const { seed, create, trace: traced = false, troubles, endsWithFirst = false } = options;
  const chance = createChance(seed);
  const timeline = new Timeline();
  const trace = createTrace(traced, () => timeline.now);
  const violations: Violation[] = [];
  const backend = new Backend(timeline, chance.fork('backend'), trace);
  const pusher = new PusherService(timeline, chance.fork('pusher'), trace);
  const relay = new Relay(backend, pusher, chance.fork('relay'));
  backend.onRevoked = (device) => pusher.terminate(device);
  const world: World = {
    timeline,
    trace,
    backend,
    pusher,
    policy,
    api: createHttpApi((request) => backend.asItSays(answer(backend, request))),
    violated(promise, what) {
      if (violations.length >= enoughViolations || violations.some((known) => known.what === what)) return;
      violations.push({ promise, what, at: timeline.now });
      if (endsWithFirst) timeline.stop();
      if (trace.on) trace.say('VIOLATED', `${promise}: ${what}`);
    },
  };
  const consoles = Array.from(
    { length: chance.happens(0.35) ? 2 : 1 },
    (_, index) => new Console(`counter-${index + 1}`, world, chance.fork(`counter-${index + 1}`), create),
  );
  const until = chance.pick([45_000, 90_000, 90_000, 180_000]);
  const kinds = troubles ?? drawTroubles(chance.fork('troubles'));
  const notified = { world, consoles, chance: chance.fork('notified'), until };
  const isNotified = options.notified ?? (troubles === undefined && notified.chance.happens(0.12));
  if (isNotified) bringNotifications(notified);
  const chatting = { world, consoles, chance: chance.fork('chatting'), until };
  const isChatting = options.chatting ?? (troubles === undefined && chatting.chance.happens(0.1));
  if (isChatting) bringChats(chatting);
  const watches = consoles.map((machine) => new Watch(machine, world));
  if (trace.on)
    trace.say('run', `seed ${seed}, ${consoles.length} consoles, ${until / 1000} s, ${kinds.join(' ')}`);

  const people = { world, consoles, chance: chance.fork('people'), until };
  bringCustomers(people);
  bringStaff(people);
  bringEscalations(people);
  // The name is part of what the seed draws: under another one every seed would tell another story.
  const troubled = { world, relay, consoles, chance: chance.fork('weather'), until };
  scheduleTroubles(troubled, kinds);
  for (const machine of consoles) timeline.after(chance.between(0, 2000), () => machine.start());

  const moments = chance.fork('glances');
  const look = (): void => {
    for (const watch of watches) watch.sample();
    timeline.after(moments.between(1000, 6000), look);
  };
  look();

  await timeline.runUntil(until);
  endTroubles(troubled);
  if (isNotified) lookTogether(notified);
  if (isChatting) chatTogether(chatting);
  if (trace.on) trace.say('run', '── everything heals');
  await timeline.runUntil(until + healingMs);
  for (const watch of watches) watch.settled();
  for (const machine of consoles)
    if (machine.calledItselfDeaf > 0 && !kinds.some((kind) => deafening.has(kind)))
      world.violated(
        'honest status',
        `${machine.name} called a link deaf over which every event came at once`,
      );

  for (const machine of consoles) acceptEverything(machine);
  const silentFrom = timeline.now + acceptingMs;
  await timeline.runUntil(silentFrom + silenceMs);
  for (const watch of watches) {
    watch.sample();
    watch.silent(silentFrom);
  }
  for (const machine of consoles) machine.process?.end();

  return {
    seed,
    violations,
    troubles: kinds,
    orders: backend.database.orders.size,
    alerts: consoles.reduce((sum, machine) => sum + machine.toasts.length, 0),
    presses: consoles.reduce((sum, machine) => sum + machine.presses.length, 0),
    events: timeline.happened,
    digest: trace.digest(),
    lines: trace.lines(),
  };
}
