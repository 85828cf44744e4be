// The right ears only: what a device session leaves behind, on the disk, on Pusher and on the screen, after it was ended.
import type { View } from '../../contract/view.ts';
import { home } from './backend.ts';
import { chatMark } from './chats.ts';
import type { Console, Ended, World } from './console.ts';
import type { Socket } from './pusher.ts';
import { staff } from './staff.ts';
import { textsOn } from './unsealed.ts';

/** Asked when the console has had time to learn of it. */
export function leftNothing(machine: Console, world: World, ended: Ended, view: View): void {
  const { device } = ended;
  if (!ended.sure) return;
  const { backend, pusher, timeline } = world;
  const violated = (what: string): void => world.violated('right ears', `${machine.name}: ${what}`);

  const row = backend.database.devices.find((each) => each.id === device);
  if (row === undefined) return;
  if (view.device?.id === device) return violated(`still shows itself as ${device}, which was ${ended.how}`);
  if (!row.revoked && !machine.forgot(ended)) violated(`left, and the backend was never told`);
  for (const secret of [device, row.token]) {
    const files = machine.disk.holding(secret);
    if (files.length > 0)
      violated(`${files.join(', ')} still holds ${secret} of a session that was ${ended.how}`);
  }
  for (const socket of pusher.sockets)
    if (socket.user === device && !socket.abandoned)
      violated(`${device} was ${ended.how} and is still connected to Pusher`);
  // It may have been enrolled anew since, by its policy; then the rest is there for good reason.
  if (view.device !== null) return;

  if (view.chats.length > 0) violated(`shows ${view.chats.length} chats although nobody is enrolled`);
  if (backend.chats !== null && textsOn(machine).includes(chatMark))
    violated('still has on its disk what was written in chats');
  if (view.orders.length > 0) violated(`shows ${view.orders.length} orders although nobody is enrolled`);
  for (const order of backend.database.orders.values())
    for (const trace of [order.id, order.customer?.name ?? order.id]) {
      const files = machine.disk.holding(trace);
      if (files.length > 0) violated(`${files.join(', ')} still holds ${trace} of order ${order.number}`);
    }
  for (const socket of pusher.sockets)
    if (hears(machine, socket, backend.channelOf(home)))
      violated('still listens to the restaurant’s channel');
  const heard = machine.rings.findLast((ring) => ring.at > timeline.now - heardWithinMs);
  if (heard !== undefined) violated(`rang at ${Math.round(heard.at)} although nobody is enrolled`);
}

const hears = (machine: Console, socket: Socket, channel: string): boolean =>
  socket.name === machine.name && !socket.abandoned && socket.channels.has(channel);

/** Nobody hears, reads or finds anything of somebody who stepped out. */
export function formerPeopleLeftNothing(machine: Console, world: World, view: View): void {
  const { backend, pusher } = world;
  for (const person of staff) {
    if (view.person?.id === person.id) continue;
    const violated = (what: string): void =>
      world.violated('right ears', `${machine.name}: ${person.name} stepped out, but ${what}`);
    const inbox = `user:${person.id}`;
    const tokens = backend.issued.filter((row) => row.person === person.id).map((row) => row.token);
    for (const trace of [inbox, person.name, ...tokens]) {
      const files = machine.disk.holding(trace);
      if (files.length > 0) violated(`${files.join(', ')} still holds ${trace}`);
    }
    for (const socket of pusher.sockets)
      if (hears(machine, socket, backend.channelOf(inbox)))
        violated('this console still listens to their channel');
  }
}

/** Everything has been well for longer than that. */
const heardWithinMs = 20_000;
