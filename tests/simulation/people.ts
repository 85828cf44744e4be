// The restaurant's people: customers who order, cancel and change their mind; staff who press buttons, or do not.
import type { Chance } from './chance.ts';
import type { Console, World } from './console.ts';
import { staff } from './staff.ts';
import { ticketsOf, type Ticket } from './tickets.ts';

const names = [
  'Ida Morgenroth',
  'Luc Ferrand',
  'Aylin Demirkan',
  'Tomasz Wrobel',
  'Nadia Haddad',
  'Per Solberg',
];
const dishes = ['Soup', 'Dumplings', 'Ramen', 'Flat bread', 'Rice bowl', 'Salad', 'Lemonade'];

export type PeopleContext = { world: World; consoles: readonly Console[]; chance: Chance; until: number };

export function bringCustomers({ world, chance, until }: PeopleContext): void {
  const { backend, timeline } = world;
  const arrivals = chance.whole(2, 9);
  for (let arrival = 0; arrival < arrivals; arrival += 1) {
    const at = chance.between(500, until);
    const together = chance.happens(0.08) ? chance.whole(3, 8) : 1;
    for (let one = 0; one < together; one += 1) timeline.at(at + one * chance.between(0, 1200), order);
  }

  function order(): void {
    if (!backend.up) return void timeline.after(1000, order);
    const items = [{ name: chance.pick(dishes), quantity: chance.whole(1, 3) }];
    const later = chance.happens(0.2) ? chance.between(5000, 90_000) : 0;
    const placed = backend.place(items, chance.pick(names), later);
    if (chance.happens(0.15)) whileOpen(chance.between(500, 60_000), () => cancel(placed.id));
    if (chance.happens(0.15))
      whileOpen(chance.between(500, 60_000), () => {
        if (backend.up) backend.customerChanges(placed.id, `No ${chance.pick(dishes).toLowerCase()} please`);
      });
  }

  function whileOpen(ms: number, run: () => void): void {
    if (timeline.now + ms < until) timeline.after(ms, run);
  }

  function cancel(id: string): void {
    if (backend.up) backend.customerCancels(id);
    else timeline.after(1000, () => cancel(id));
  }
}

/** Those who manage have an inbox of their own, which rings where they are stepped in. */
export function bringEscalations({ world, chance, until }: PeopleContext): void {
  for (let times = chance.whole(0, 3); times > 0; times -= 1)
    world.timeline.at(chance.between(5000, until), () => {
      if (world.backend.up) world.backend.escalate('p-bo');
    });
}

/** `eager`: how often somebody looks at the screen; some shifts hardly ever do. */
export function bringStaff({ world, consoles, chance, until }: PeopleContext): void {
  for (const machine of consoles) {
    const eager = chance.pick([4000, 9000, 20_000, 60_000]);
    const look = (): void => {
      if (world.timeline.now > until) return;
      actOn(machine, chance);
      world.timeline.after(chance.between(0.3, 1.7) * eager, look);
    };
    world.timeline.after(chance.between(500, eager), look);
  }
}

/** After hours: whatever is still new is accepted, so that the bell has to fall silent. */
export function acceptEverything(machine: Console): void {
  for (const { id, order, column } of ticketsOf(machine.view)) {
    if (column === 'closed') continue;
    const waits = order?.status === 'new' || (order?.status === 'unknown' && order.answered !== true);
    if (order === null || waits) machine.press('accept', id);
  }
}

function actOn(machine: Console, chance: Chance): void {
  const { view } = machine;
  if (view === null || !machine.running) return;
  if (chance.happens(0.12)) {
    if (view.person === null) machine.stepIn(chance.pick(staff).pin);
    else machine.stepOut();
  }
  if (chance.happens(0.08)) machine.tryNow();
  if (view.bell.ringing && chance.happens(0.35)) machine.stopBell();
  const open = ticketsOf(view).filter((shown) => shown.column !== 'closed');
  if (open.length === 0) return;
  const shown = chance.pick(open);
  if (shown.pending?.state === 'refused') {
    if (chance.happens(0.5)) machine.dismissRefused(shown.id);
    return;
  }
  if (shown.pending?.undoable === true && chance.happens(0.4)) return machine.undo(shown.id, 'seen');
  pressSomething(machine, shown, chance);
  // A moment later somebody thinks better of it, or the button is hit twice.
  if (chance.happens(0.15)) machine.undo(shown.id, 'newest');
  else if (chance.happens(0.1)) pressSomething(machine, shown, chance);
}

function pressSomething(machine: Console, { id, order }: Ticket, chance: Chance): void {
  if (order === null) {
    const said = chance.pick(['accept', 'accept', 'ready', 'handled'] as const);
    if (said === 'handled') machine.handledElsewhere(id);
    else machine.press(said, id);
    return;
  }
  if (order.toBeUnderstood !== null && chance.happens(0.5)) {
    machine.press('understood', order.id);
    return;
  }
  switch (order.status) {
    case 'new': {
      const verb = chance.pick(['accept', 'accept', 'accept', 'ready', 'reject', 'stop-bell'] as const);
      machine.press(verb, order.id, verb === 'reject' ? { reason: 'Sold out' } : {});
      break;
    }
    case 'accepted': {
      const verb = chance.pick(['ready', 'ready', 'ready', 'cancel', 'tick', 'delay'] as const);
      const more =
        verb === 'cancel'
          ? { reason: 'Kitchen closed' }
          : verb === 'tick'
            ? { item: order.items[0]?.id ?? 'i0', ticked: true }
            : verb === 'delay'
              ? { minutes: 10 }
              : {};
      machine.press(verb, order.id, more);
      break;
    }
    case 'ready':
      machine.press(chance.pick(['collect', 'collect', 'recall'] as const), order.id);
      break;
    case 'unknown':
      machine.press(chance.pick(['understood', 'understood', 'ready', 'accept'] as const), order.id);
      break;
    default:
      break;
  }
}
