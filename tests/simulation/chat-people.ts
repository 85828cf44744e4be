// People who write to each other: customers about their orders, staff to them and among themselves; some read, some delete,
// and in the end everybody has something new to read, in good weather.
import { isOpenOrder } from '../../contract/order.ts';
import { chatStream, Chats, ownChat } from './chats.ts';
import type { PeopleContext } from './people.ts';
import { staff } from './staff.ts';
import { ticketsOf } from './tickets.ts';

type Machine = PeopleContext['consoles'][number];

export function bringChats(people: PeopleContext): void {
  const { world, consoles, chance, until } = people;
  const { backend, timeline } = world;
  const chats = new Chats(backend);
  backend.chats = chats;
  backend.restaurant.chat = chance.pick(['customers-begin', 'customers-begin', 'we-begin']);
  backend.log(chatStream);
  for (let times = chance.whole(4, 12); times > 0; times -= 1) {
    const several = chance.happens(0.2) ? chance.whole(2, 5) : 1;
    timeline.at(chance.between(2000, until), () => customerWrites(people, several));
  }
  if (chance.happens(0.3)) timeline.at(chance.between(5000, until), () => deleteElsewhere(people));
  if (chance.happens(0.2)) timeline.at(chance.between(5000, until), () => eraseOne(people));
  if (chance.happens(0.25)) breakDown(people);
  for (const machine of consoles) {
    const look = (): void => {
      if (timeline.now > until) return;
      useChats(people, machine);
      timeline.after(chance.between(1500, 9000), look);
    };
    timeline.after(chance.between(2000, 6000), look);
  }
}

/** Something new in several chats, which nobody may miss by now; some of it is read, and some deleted. */
export function chatTogether(people: PeopleContext): void {
  const { world, consoles, chance, until } = people;
  const once = (ms: number, run: () => void): void => void world.timeline.at(until + ms, run);
  const [machine] = consoles;
  for (const ms of [31_000, 32_000]) once(ms, () => customerWrites(people, 1));
  once(33_000, () => officeWrites(people));
  once(34_000, () => {
    if (machine !== undefined && chance.happens(0.4)) writeSomewhere(people, machine);
  });
  if (chance.happens(0.5)) once(37_000, () => deleteElsewhere(people));
  if (machine === undefined || chance.happens(0.4)) return;
  once(40_000, () => look(machine, 'shown', unreadChat(machine)));
  once(47_000, () => look(machine, 'hidden', null));
}

function customerWrites({ world, chance }: PeopleContext, several: number): void {
  const { backend, timeline } = world;
  const open = [...backend.database.orders.values()].filter(isOpenOrder);
  const order = open.length === 0 ? undefined : chance.pick(open);
  if (order === undefined) return;
  const write = (): void => {
    const text = backend.chats?.newText('Customer') ?? '';
    const name = order.customer?.name ?? order.number;
    if (backend.up) backend.chats?.write({ chat: order.id, text, from: 'customer', name });
  };
  for (let one = 0; one < several; one += 1) timeline.after(one * 250, write);
}

/** Staff without one of these consoles, on a phone perhaps. */
function officeWrites({ world: { backend } }: PeopleContext): void {
  const text = backend.chats?.newText('Office') ?? '';
  if (backend.up) backend.chats?.write({ chat: ownChat, text, from: 'staff', name: 'Office' });
}

function deleteElsewhere({ world: { backend }, chance }: PeopleContext): void {
  const all = backend.chats?.onScreen() ?? [];
  if (!backend.up || all.length === 0) return;
  const { id, messages } = chance.pick(all);
  backend.chats?.delete(id, chance.pick(messages).id);
}

function eraseOne({ world: { backend }, chance }: PeopleContext): void {
  const all = (backend.chats?.onScreen() ?? []).filter(({ order, closesAt }) => order && closesAt === null);
  if (backend.up && all.length > 0) backend.chats?.erase(chance.pick(all).id);
}

/** Chats alone; now and then for good. What is said of orders has to stay as true as ever. */
function breakDown({ world: { backend, timeline }, chance, until }: PeopleContext): void {
  const is = (broken: boolean) => () => {
    if (backend.chats !== null) backend.chats.broken = broken;
  };
  const from = chance.between(5000, until);
  timeline.at(from, is(true));
  if (chance.happens(0.65)) timeline.at(Math.min(until, from + chance.between(2000, 40_000)), is(false));
}

function useChats(people: PeopleContext, machine: Machine): void {
  const { chance } = people;
  const { view } = machine;
  if (view === null || view.chat === null || !machine.running) return;
  if (view.person === null && chance.happens(0.2)) machine.stepIn(chance.pick(staff).pin);
  if (chance.happens(0.3)) {
    const at = chance.pick(['shown', 'shown', 'hidden', 'none'] as const);
    const shown = view.chats.length > 0 && chance.happens(0.7) ? chance.pick(view.chats).id : null;
    look(machine, at, shown);
  }
  const refused = view.chats.flatMap(({ written }) => written.filter(({ state }) => state === 'refused'));
  if (refused.length > 0 && chance.happens(0.4))
    machine.refusedInChat(chance.pick(refused).id, chance.pick(['again', 'drop']));
  const manages = view.person?.id === 'p-bo';
  if (chance.happens(manages ? 0.4 : 0.03)) deleteOne(people, machine);
  if (!chance.happens(0.3)) return;
  for (let several = chance.pick([1, 1, 1, 3]); several > 0; several -= 1) writeSomewhere(people, machine);
  // Right after it was written, too: then their device tells it.
  if (view.person !== null && chance.happens(0.15)) machine.stepOut();
}

function writeSomewhere({ world, chance }: PeopleContext, machine: Machine): void {
  const text = world.backend.chats?.newText(machine.name) ?? '';
  const open = ticketsOf(machine.view).filter(({ column }) => column !== 'closed');
  const chat = open.length > 0 && chance.happens(0.65) ? chance.pick(open).id : ownChat;
  machine.writeInChat(chat, text);
}

function deleteOne({ chance }: PeopleContext, machine: Machine): void {
  const all = (machine.view?.chats ?? []).flatMap(({ id, messages }) =>
    messages.filter(({ deleted }) => !deleted).map((message) => ({ chat: id, message: message.id })),
  );
  if (all.length === 0) return;
  const { chat, message } = chance.pick(all);
  machine.deleteInChat(chat, message);
}

function look(machine: Machine, window: 'shown' | 'hidden' | 'none', chat: string | null): void {
  machine.windowIs(window);
  if (window === 'shown') machine.lookAtChat(chat);
}

const unreadChat = ({ view }: Machine): string | null =>
  view?.chats.find(({ unread }) => unread > 0)?.id ?? null;
