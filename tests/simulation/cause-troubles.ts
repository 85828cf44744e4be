// Causes the troubles of a run at moments that its seed draws, and ends all of them when everything is to heal.
import { home } from './backend.ts';
import type { Chance } from './chance.ts';
import type { Console, World } from './console.ts';
import { drawNovelty, NewerVersion, newEventTypes, type Novelty } from './newer-version.ts';
import { noFaults } from './pusher.ts';
import type { Relay } from './relay.ts';
import { letRogueIn } from './rogue.ts';
import { leaveForeignEntries } from './taken-back.ts';
import type { Trouble } from './troubles.ts';

/** What troubles happen to. They begin before `until`. */
export type TroubleContext = {
  world: World;
  relay: Relay;
  consoles: readonly Console[];
  chance: Chance;
  until: number;
};

/** Each kind begins once to three times, at moments drawn by chance. */
export function scheduleTroubles(context: TroubleContext, kinds: readonly Trouble[]): void {
  for (const kind of kinds) {
    const times = context.chance.whole(1, 3);
    for (let time = 0; time < times; time += 1) {
      const at = context.chance.between(1000, context.until * 0.95);
      const lasts = Math.min(context.until - at, context.chance.pick([1500, 6000, 20_000, 60_000]));
      context.world.timeline.at(at, () => begin(context, kind, lasts));
    }
  }
}

/** Everything is well again, from now on. */
export function endTroubles({ world, relay, consoles }: TroubleContext): void {
  world.pusher.up = true;
  world.pusher.faults = noFaults;
  Object.assign(world.api, { busy: 0, forgetful: false, slowest: 15 });
  relay.slowest = 20;
  if (!world.backend.up) world.backend.start();
  for (const machine of consoles) {
    machine.line.heal();
    machine.makeRoom();
    machine.disk.unreadable = false;
    machine.disk.slowest = 3;
    machine.disk.spare();
    machine.audible = true;
    machine.notifications = 'shown';
    if (Math.abs(machine.clock.offset) > 5000) machine.clock.setOffset(1000);
    if (machine.clock.asleep) machine.wake();
    machine.start();
  }
}

function begin(
  { world, relay, consoles, chance, until }: TroubleContext,
  kind: Trouble,
  lasts: number,
): void {
  const { timeline, pusher, backend, api, trace } = world;
  const machine = chance.pick(consoles);
  const { line, disk } = machine;
  if (trace.on) trace.say('trouble', `${kind} for ${Math.round(lasts)} ms, ${machine.name}`);
  const forAWhile = (start: () => void, end: () => void): void => {
    start();
    timeline.after(lasts, end);
  };
  const httpIs = (state: typeof line.http) => () => {
    line.http = state;
    if (state === 'ok') line.release();
  };
  const pushIs = (state: typeof line.push) => () => {
    line.push = state;
  };
  switch (kind) {
    case 'http-cut':
      return forAWhile(httpIs('cut'), httpIs('ok'));
    case 'http-stall':
      return forAWhile(httpIs('stalled'), httpIs('ok'));
    case 'lossy':
      return forAWhile(
        () => (line.loss = 0.3),
        () => (line.loss = 0),
      );
    case 'slow':
      return forAWhile(
        () => (line.slowest = 2500),
        () => (line.slowest = 60),
      );
    case 'push-cut':
      return forAWhile(pushIs('cut'), pushIs('ok'));
    case 'half-open':
      return forAWhile(pushIs('stalled'), pushIs('ok'));
    case 'whole-cut':
      httpIs('cut')();
      return forAWhile(pushIs('stalled'), () => {
        httpIs('ok')();
        pushIs('ok')();
        if (chance.happens(0.5)) machine.signal('network-changed');
      });
    case 'pusher-drop':
      return forAWhile(
        () => (pusher.faults = { ...pusher.faults, drop: 0.4 }),
        () => (pusher.faults = { ...pusher.faults, drop: 0 }),
      );
    case 'pusher-double':
      return forAWhile(
        () => (pusher.faults = { ...pusher.faults, double: 0.5 }),
        () => (pusher.faults = { ...pusher.faults, double: 0 }),
      );
    case 'pusher-late':
      return forAWhile(
        () => (pusher.faults = { ...pusher.faults, late: 0.4 }),
        () => (pusher.faults = { ...pusher.faults, late: 0 }),
      );
    case 'pusher-down':
      pusher.closeAll(chance.pick([1006, 4100]));
      return forAWhile(
        () => (pusher.up = false),
        () => (pusher.up = true),
      );
    case 'pusher-refuse':
      pusher.closeAll(1006);
      return forAWhile(
        () => (pusher.faults = { ...pusher.faults, refuse: 0.5, neverAnswer: 0.3 }),
        () => (pusher.faults = { ...pusher.faults, refuse: 0, neverAnswer: 0 }),
      );
    case 'pusher-codes':
      return pusher.closeAll(chance.pick([1000, 1006, 1012, 4001, 4009, 4100, 4200, 4201, 4301]));
    case 'backend-restart':
      backend.stop();
      if (chance.happens(0.5)) pusher.closeAll(1006);
      return void timeline.after(Math.min(lasts, 20_000), () => {
        if (!backend.up) backend.start();
      });
    case 'backend-busy':
      return forAWhile(
        () => Object.assign(api, { busy: 0.6, slowest: 1500 }),
        () => Object.assign(api, { busy: 0, slowest: 15 }),
      );
    case 'backend-forgetful':
      return forAWhile(
        () => (api.forgetful = true),
        () => (api.forgetful = false),
      );
    case 'relay-late':
      return forAWhile(
        () => (relay.slowest = 9000),
        () => (relay.slowest = 20),
      );
    case 'newer-backend':
    case 'unreadable-orders':
      return updated(world, drawNovelty(chance, kind === 'unreadable-orders'), lasts, chance);
    case 'ref-events':
      return forAWhile(
        () => (backend.refOnly = true),
        () => (backend.refOnly = false),
      );
    case 'prune':
      return backend.prune();
    case 'restore':
    case 'rewind': {
      // Nobody had enrolled yet: such a backup would only prove that a device can be forgotten.
      if (consoles.some((each) => each.deviceIds().length === 0)) return;
      backend.backUp();
      timeline.after(chance.between(1000, Math.max(1500, (until - timeline.now) * 0.9)), () => {
        const how = kind === 'restore' ? 'new-epoch' : 'same-epoch';
        backend.stop();
        timeline.after(chance.between(50, 5000), () => {
          backend.putBack(how);
          if (!backend.up) backend.start();
        });
      });
      return;
    }
    case 'revoke': {
      const device = machine.deviceIds().at(-1);
      if (device === undefined) return;
      const { life } = machine;
      const awake = machine.asking();
      machine.ended.push({ device, at: timeline.now, awake, life, how: 'revoked', sure: true });
      return backend.revoke(device);
    }
    case 'leave':
      return machine.leave(chance.happens(0.7));
    case 'crash':
      machine.crash();
      return void timeline.after(chance.between(200, lasts), () => machine.start());
    case 'taken-back':
      machine.crash();
      leaveForeignEntries(machine);
      return void timeline.after(chance.between(200, lasts), () => machine.start());
    case 'torn-crash':
      disk.powerCutIn = chance.whole(1, 12);
      return void timeline.after(lasts, () => machine.start());
    case 'sleep':
      if (machine.process === null) return;
      machine.sleep();
      return void timeline.after(lasts, () => machine.wake());
    case 'clock-jump':
      return machine.clock.setOffset(chance.pick([-40_000, -4000, 4000, 40_000]));
    case 'clock-wrong':
      return machine.clock.setOffset(chance.pick([-7_200_000, -600_000, 600_000, 86_400_000]));
    case 'disk-slow':
      return forAWhile(
        () => {
          disk.slowest = 400;
        },
        () => (disk.slowest = 3),
      );
    case 'disk-full':
      return forAWhile(
        () => machine.fillDisk(),
        () => machine.makeRoom(),
      );
    case 'disk-unreadable':
      machine.crash();
      timeline.after(chance.between(200, lasts), () => machine.start());
      return forAWhile(
        () => (disk.unreadable = true),
        () => (disk.unreadable = false),
      );
    case 'mute':
      return forAWhile(
        () => (machine.audible = false),
        () => (machine.audible = true),
      );
    case 'rogue': {
      let leave = (): void => undefined;
      return forAWhile(
        () => (leave = letRogueIn(world, machine, chance.fork(`rogue ${timeline.now}`))),
        () => leave(),
      );
    }
    case 'no-toasts':
      return forAWhile(
        () => (machine.notifications = chance.pick(['failed', 'unanswered'])),
        () => (machine.notifications = 'shown'),
      );
  }
}

/** The backend is updated before its consoles are. Some evenings it is put back to the version it was of. */
function updated({ backend, timeline }: World, novelty: Novelty, lasts: number, chance: Chance): void {
  const restartAs = (newer: NewerVersion | null): void => {
    backend.stop();
    timeline.after(chance.between(20, 3000), () => {
      backend.becomes(newer);
      if (!backend.up) backend.start();
    });
  };
  const newer = new NewerVersion(chance.fork('future'), novelty);
  restartAs(newer);
  for (let told = chance.whole(0, 4); told > 0; told -= 1)
    timeline.after(chance.between(3000, 60_000), () => {
      if (backend.up && backend.newer !== null)
        backend.commit(home, { type: chance.pick(newEventTypes), message: 'Something new', degrees: 70 });
    });
  if (chance.happens(0.5))
    timeline.after(lasts, () => {
      if (backend.newer === newer) restartAs(null);
    });
}
