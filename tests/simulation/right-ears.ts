// The right ears only: what a device session leaves behind, on the disk, on Pusher and on the screen, after it was ended.
import type { View } from '../../contract/view.ts';
import { home } from './backend.ts';
import type { Console, World } from './console.ts';

/** Asked when the console has had time to learn of it. */
export function leftNothing(machine: Console, world: World, device: string, view: View): void {
  const { backend, pusher, timeline } = world;
  const violated = (what: string): void => world.violated('right ears', `${machine.name}: ${what}`);

  const row = backend.ledger.devices.find((each) => each.id === device);
  if (row === undefined) return;
  if (view.device?.id === device) return violated(`still shows itself as ${device}, which was revoked`);
  for (const secret of [device, row.token]) {
    const files = machine.disk.holding(secret);
    if (files.length > 0) violated(`${files.join(', ')} still holds ${secret} of a revoked session`);
  }
  for (const socket of pusher.sockets)
    if (socket.user === device) violated(`the revoked ${device} is still connected to Pusher`);
  // It may have been enrolled anew since, by its policy; then the rest is there for good reason.
  if (view.device !== null) return;

  if (view.orders.length > 0) violated(`shows ${view.orders.length} orders although nobody is enrolled`);
  for (const order of backend.ledger.orders.values())
    for (const trace of [order.id, order.customer?.name ?? order.id]) {
      const files = machine.disk.holding(trace);
      if (files.length > 0) violated(`${files.join(', ')} still holds ${trace} of order ${order.number}`);
    }
  for (const socket of pusher.sockets)
    if (socket.name === machine.name && socket.channels.has(backend.channelOf(home)))
      violated('still listens to the restaurant’s channel');
  const heard = machine.rings.findLast((ring) => ring.at > timeline.now - heardWithinMs);
  if (heard !== undefined) violated(`rang at ${Math.round(heard.at)} although nobody is enrolled`);
}

/** Everything has been well for longer than that. */
const heardWithinMs = 20_000;
