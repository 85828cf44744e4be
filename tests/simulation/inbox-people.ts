// People who are notified, step in and out, and open what they were told; in the end all of them look, in good weather.
import type { NotificationKind } from '../../contract/notification-kinds.ts';
import { Inboxes } from './inboxes.ts';
import type { PeopleContext } from './people.ts';
import { staff } from './staff.ts';

/** None that a console gives a title of its own: by theirs they are known again in a toast. */
const kinds: readonly NotificationKind[] = ['message', 'message', 'message', 'announcement'];

export function bringNotifications(people: PeopleContext): void {
  const { world, consoles, chance, until } = people;
  world.backend.inboxes = new Inboxes(world.backend);
  for (let times = chance.whole(3, 10); times > 0; times -= 1)
    notifyAt(people, chance.between(1000, until), chance.happens(0.2) ? chance.whole(2, 6) : 1);
  for (const machine of consoles) {
    const look = (): void => {
      if (world.timeline.now > until) return;
      stepInOrOpen(people, machine);
      world.timeline.after(chance.between(1500, 9000), look);
    };
    world.timeline.after(chance.between(2000, 6000), look);
  }
}

/** The same person everywhere, so that devices can be compared; and news, which nobody may miss by now. */
export function lookTogether(people: PeopleContext): void {
  const { world, consoles, chance, until } = people;
  const person = chance.pick(staff);
  const once = (ms: number, run: () => void): void => void world.timeline.at(until + ms, run);
  for (const machine of consoles) {
    once(20_000, () => {
      if (machine.view !== null && machine.view.person?.id !== person.id) machine.stepOut();
    });
    once(24_000, () => {
      if (machine.view?.person === null) machine.stepIn(person.pin);
    });
  }
  for (const ms of [32_000, 33_000]) once(ms, () => world.backend.inboxes?.notify(person.id, 'message'));
  once(38_000, () => {
    const [machine] = consoles;
    if (machine !== undefined && chance.happens(0.5)) openAll(machine);
  });
}

type Machine = PeopleContext['consoles'][number];

function notifyAt({ world, chance }: PeopleContext, at: number, several: number): void {
  const { backend, timeline } = world;
  const person = chance.pick(staff).id;
  for (let one = 0; one < several; one += 1)
    timeline.at(at + one * 300, () => {
      if (backend.up) backend.inboxes?.notify(person, chance.pick(kinds));
    });
}

function stepInOrOpen({ chance }: PeopleContext, machine: Machine): void {
  const { view } = machine;
  if (view === null || !machine.running) return;
  if (view.person === null) {
    if (chance.happens(0.6)) machine.stepIn(chance.pick(staff).pin);
    return;
  }
  if (chance.happens(0.4)) {
    const unread = (view.inbox?.notifications ?? []).filter(({ opened }) => !opened);
    if (unread.length > 0) machine.openNotification(chance.pick(unread).id);
  } else if (chance.happens(0.2)) openAll(machine);
  // Right after it was pressed, too: then their device tells it.
  if (chance.happens(0.1)) machine.stepOut();
}

function openAll(machine: Machine): void {
  const [newest] = machine.view?.inbox?.notifications ?? [];
  if (newest !== undefined) machine.openAllNotifications(newest.createdAt);
}
