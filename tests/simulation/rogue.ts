// Somebody with a device's token, or even with Pusher's secret, who forges events as they would follow in the log.
import type { Order } from '../../contract/order.ts';
import { home } from './backend.ts';
import type { Chance } from './chance.ts';
import type { Console, World } from './console.ts';
import { headOf } from './database.ts';
import { Line } from './network.ts';
import { signatureOf, type Socket } from './pusher.ts';

type Forgery = { name: string; type: string; body: object };

/** Forges now and then until it is told to stop. */
export function letRogueIn(world: World, victim: Console, chance: Chance): () => void {
  const { timeline, pusher, backend } = world;
  const channel = backend.channelOf(home);
  let socket: Socket | null = null;
  let stopped = false;

  const act = (): void => {
    if (stopped) return;
    timeline.after(chance.between(100, 3000), act);
    if (!pusher.up) return;
    if (socket === null || !pusher.sockets.has(socket)) {
      socket = pusher.accept('rogue', new Line(), { receive: () => undefined, closed: () => undefined });
      // The backend signs it for every device of the restaurant, and a token can be stolen.
      pusher.subscribe(socket, channel, signatureOf(`${socket.id}:${channel}`));
    }
    const forged = forge(world, victim, chance);
    if (forged === null) return;
    const data = { ...inTheLog(world, chance), type: forged.type, ...forged.body };
    // A subscriber can send nothing but client events; whoever knows the secret publishes what they like.
    if (forged.name.startsWith('client-')) pusher.speak(socket, channel, forged.name, data);
    else pusher.publish(channel, forged.name, data);
  };
  act();
  return () => {
    stopped = true;
    if (socket !== null) pusher.sockets.delete(socket);
  };
}

/** What stands in every event, so that it would be the very next one. */
function inTheLog({ backend }: World, chance: Chance) {
  const { epoch, seq, id } = headOf(backend.log(home));
  return {
    stream: home,
    epoch,
    seq: seq + 1,
    prev: id,
    id: chance.id(),
    at: backend.now(),
    message: 'Forged',
  };
}

function forge({ backend }: World, victim: Console, chance: Chance): Forgery | null {
  const orders = [...backend.database.orders.values()];
  const order = orders.length === 0 ? null : chance.pick(orders);
  const device = { device: { id: victim.deviceIds().at(-1) ?? 'nobody' } };
  switch (chance.pick(['rejected', 'invented', 'unknown', 'revoked', 'misnamed', 'published'] as const)) {
    case 'rejected':
      return order && { ...said('order.updated'), body: { order: { ...order, status: 'rejected' } } };
    case 'invented':
      return order && { ...said('order.new'), body: { order: invented(order, chance) } };
    case 'unknown':
      return { name: 'client-typing', type: 'client-typing', body: {} };
    case 'revoked':
      return { ...said('device.revoked'), body: device };
    case 'misnamed':
      return (
        order && {
          name: 'menu.changed',
          type: 'order.updated',
          body: { order: { ...order, status: 'cancelled' } },
        }
      );
    case 'published':
      return { name: 'device.revoked', type: 'device.revoked', body: device };
  }
}

const said = (type: string) => ({ name: `client-${type}`, type });

const invented = (order: Order, chance: Chance): Order => ({
  ...order,
  id: chance.id(),
  number: `F${chance.whole(1, 999)}`,
  status: 'new',
});
