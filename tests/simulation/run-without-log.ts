// Runs one console at a backend without a log: no beat, a list that may be wrong; never "live".
import { ourId } from '../../core/followers/listed/reading.ts';
import { Backend } from './backend.ts';
import { endTroubles, scheduleTroubles } from './cause-troubles.ts';
import { createChance, type Chance } from './chance.ts';
import { Timeline } from './clock.ts';
import { Console, type World } from './console.ts';
import { BackendWithoutLog, shopPolicy } from './backend-without-log.ts';
import { createHttpApi } from './network.ts';
import { PusherService } from './pusher.ts';
import { Relay } from './relay.ts';
import type { RunOptions, Verdict, Violation } from './run.ts';
import { createTrace } from './trace.ts';
import { drawTroubles, type Trouble } from './troubles.ts';
import { Watch } from './watch.ts';

/** What has no meaning where there is no log of ours, no enrolment and no person. */
const notHere: ReadonlySet<Trouble> = new Set<Trouble>([
  'relay-late',
  'ref-events',
  'prune',
  'restore',
  'rewind',
  'revoke',
  'leave',
  // Nobody there tells the time, so what a clock that is set does to a snooze is for the eye alone.
  'clock-jump',
  'clock-wrong',
  'newer-backend',
  'unreadable-orders',
]);
const healingMs = 60_000;

export async function runWithoutLog({
  seed,
  create,
  trace: traced = false,
  troubles,
}: RunOptions): Promise<Verdict> {
  const chance = createChance(`existing ${seed}`);
  const timeline = new Timeline();
  const trace = createTrace(traced, () => timeline.now);
  const violations: Violation[] = [];
  // Only its being up or down counts here; the shop keeps the orders.
  const backend = new Backend(timeline, chance.fork('backend'), trace);
  const pusher = new PusherService(timeline, chance.fork('pusher'), trace);
  const relay = new Relay(backend, pusher, chance.fork('relay'));
  const shop = new BackendWithoutLog(timeline, chance.fork('shop'), trace, pusher);
  const world: World = {
    timeline,
    trace,
    backend,
    pusher,
    policy: shopPolicy,
    api: createHttpApi((request) => shop.answer(request)),
    violated(promise, what) {
      if (violations.length >= 20 || violations.some((known) => known.what === what)) return;
      violations.push({ promise, what, at: timeline.now });
      if (trace.on) trace.say('VIOLATED', `${promise}: ${what}`);
    },
  };
  const machine = new Console('counter-1', world, chance.fork('counter-1'), create);
  const watch = new Watch(machine, world);
  const until = chance.pick([45_000, 90_000, 180_000]);
  const kinds = (troubles ?? drawTroubles(chance.fork('troubles'))).filter((kind) => !notHere.has(kind));
  if (trace.on) trace.say('run', `seed ${seed}, an existing backend, ${until / 1000} s, ${kinds.join(' ')}`);

  bringDay(shop, machine, timeline, chance.fork('day'), until);
  // The name is part of what the seed draws: under another one every seed would tell another story.
  const troubled = { world, relay, consoles: [machine], chance: chance.fork('weather'), until };
  scheduleTroubles(troubled, kinds);
  machine.start();
  const moments = chance.fork('glances');
  const look = (): void => {
    watch.sample();
    neverLive(machine, world);
    timeline.after(moments.between(1000, 6000), look);
  };
  look();

  await timeline.runUntil(until);
  endTroubles(troubled);
  shop.lie = null;
  if (trace.on) trace.say('run', '── everything heals');
  await timeline.runUntil(until + healingMs);
  watch.sample();
  watch.everyAlertOnce([...shop.openSince.keys()].map((id) => `N${id}`));
  isTheirList(machine, shop, world);
  tookEffect(machine, shop, world, kinds);
  machine.process?.end();

  return {
    seed,
    violations,
    troubles: kinds,
    orders: shop.openSince.size,
    alerts: machine.toasts.length,
    presses: machine.presses.length,
    events: timeline.happened,
    digest: trace.digest(),
    lines: trace.lines(),
  };
}

function bringDay(
  shop: BackendWithoutLog,
  machine: Console,
  timeline: Timeline,
  chance: Chance,
  until: number,
): void {
  for (let orders = chance.whole(2, 9); orders > 0; orders -= 1)
    timeline.at(chance.between(500, until), () => shop.place());
  for (let closed = chance.whole(0, 4); closed > 0; closed -= 1)
    timeline.at(chance.between(20_000, until), () => {
      if (shop.orders.size > 0) shop.close(chance.pick([...shop.orders.keys()]));
    });
  // One wrong answer at a time: two in a row would be their word against nobody's.
  for (let at = chance.between(5000, 60_000); at < until; at += chance.between(35_000, 90_000))
    timeline.at(at, () => {
      shop.lie = chance.pick(['empty', 'nameless', 'no-list']);
    });
  const look = (): void => {
    if (timeline.now > until) return;
    const open = machine.view?.orders.filter((shown) => shown.column !== 'closed') ?? [];
    if (open.length > 0 && chance.happens(0.6)) {
      const { order, pending } = chance.pick(open);
      if (pending?.state === 'refused') machine.dismissRefused(order.id);
      else if (order.status === 'new') machine.press(chance.pick(['accept', 'ready', 'stop-bell']), order.id);
      else if (order.status === 'accepted') machine.press('ready', order.id);
    }
    timeline.after(chance.between(3000, 20_000), look);
  };
  timeline.after(3000, look);
}

function neverLive({ view, name, running }: Console, world: World): void {
  if (running && view?.status.word === 'live')
    world.violated('honest status', `${name} says live at a backend that has no log`);
}

/** Nothing that is listed is missing here, and nothing stands here that is not listed any more. */
function isTheirList({ view, name }: Console, shop: BackendWithoutLog, world: World): void {
  const violated = (what: string): void => world.violated('no missed order', `${name}: ${what}`);
  if (view?.status.word !== 'checked') violated(`says ${view?.status.word} although everything is well`);
  const shown = new Map(view?.orders.map((each) => [each.order.id, each]));
  for (const theirs of shop.orders.values()) {
    const here = shown.get(ourId(String(theirs.id)));
    if (here === undefined || here.column === 'closed') violated(`${theirs.number} is listed and not shown`);
    else if ((theirs.status === 'done') !== (here.order.status === 'ready'))
      violated(`${theirs.number} is ${theirs.status} there and ${here.order.status} here`);
  }
  for (const { order, column } of shown.values())
    if (column !== 'closed' && !shop.orders.has(Number(order.number.slice(1))))
      violated(`${order.number} is shown and no longer listed`);
}

/** Every "ready" is done over there once; what may have arrived is read about, not repeated. */
function tookEffect(
  machine: Console,
  shop: BackendWithoutLog,
  world: World,
  kinds: readonly Trouble[],
): void {
  const violated = (what: string): void => world.violated('no lost action', `${machine.name}: ${what}`);
  for (const id of shop.openSince.keys()) {
    const presses = machine.presses.filter(
      (press) => press.verb === 'ready' && press.order === ourId(String(id)) && press.answered === 'ok',
    );
    const asked = machine.presses.filter(
      (press) => press.verb === 'ready' && press.order === ourId(String(id)),
    );
    const told = shop.readied.filter((ready) => ready.id === id);
    // What a stall delivers a minute later may land between the reading and the repeating; nobody can know.
    const mayBeLate = kinds.includes('http-stall');
    // The same goes for one that was on its way when the console woke up and gave its connection up.
    const late = machine.line.givenUp.filter((path) => path === `/orders/${id}`).length;
    if (told.length > asked.length + late && !mayBeLate)
      violated(`ready of N${id} was sent ${told.length} times`);
    if (presses.length === 0 || presses.some((press) => press.dismissed || machine.forgot(press))) continue;
    const here = machine.view?.orders.find((shown) => shown.order.id === ourId(String(id)));
    const open = shop.orders.get(id)?.status === 'open';
    if (open && here?.pending?.state !== 'refused')
      violated(`ready of N${id} never arrived, and the screen does not say so`);
  }
}
