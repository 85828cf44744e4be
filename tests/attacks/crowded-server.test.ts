// However many sockets hang on the embedded Pusher server for nothing, whoever signs in finds a place.
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../pusher/support/deadline.ts';
import { type Embedded, startEmbedded } from '../pusher/support/embedded.ts';
import { authFor, RawClient } from '../pusher/support/raw.ts';

let server: Embedded;
const sockets: RawClient[] = [];
afterEach(async () => {
  for (const { socket } of sockets.splice(0)) socket.terminate();
  await server.stop();
});

const start = async (limits: object = {}): Promise<void> => {
  server = await startEmbedded({ limits, addressOf: (req) => String(req.headers['x-from']) });
};

function from(address: string): RawClient {
  const client = new RawClient(server.target, undefined, { headers: { 'x-from': address } });
  sockets.push(client);
  return client;
}

async function strangers(count: number, address: string): Promise<RawClient[]> {
  const all = Array.from({ length: count }, () => from(address));
  await Promise.all(all.map((client) => client.socketId()));
  return all;
}

/** As a console comes in: connected, signed in, on its channel. */
async function console(address: string): Promise<RawClient> {
  const client = from(address);
  const id = await client.socketId();
  const user = JSON.stringify({ id: `device-${id}` });
  client.say('pusher:signin', {
    auth: authFor(server.target, `${id}::user::${user}`),
    user_data: user,
  });
  await client.next('pusher:signin_success');
  client.subscribe('private-restaurant-bella', authFor(server.target, `${id}:private-restaurant-bella`));
  await client.next('pusher_internal:subscription_succeeded');
  return client;
}

const connections = () => server.server.stats().connections;

test('a server full of strangers makes room for every console, and keeps as many as it may', async () => {
  await start({ connections: 30, connectionsPerAddress: 10 });
  for (const address of ['a', 'b', 'c']) await strangers(10, address);
  const consoles = [await console('shop'), await console('shop'), await console('a')];
  expect(connections()).toBe(30);
  // Neither the rest of the crowd nor a new one sends them away again.
  for (const address of ['d', 'e', 'f']) await strangers(10, address);
  for (const each of consoles) await each.settled();
  expect(connections()).toBe(30);
});

test('a server full of consoles and customers sends nobody away for strangers who come in crowds', async () => {
  await start({ connections: 6, connectionsPerAddress: 10 });
  const consoles = [await console('shop'), await console('shop'), await console('shop')];
  const customers = [from('x'), from('y'), from('z')];
  for (const customer of customers) {
    const id = await customer.socketId();
    customer.subscribe('private-order-7', authFor(server.target, `${id}:private-order-7`));
    await customer.next('pusher_internal:subscription_succeeded');
  }
  const crowd = await strangers(8, 'crowd');
  // One customer had to go for the first of them, and then they went for each other.
  const open = (clients: RawClient[]) =>
    clients.filter(({ socket }) => socket.readyState === socket.OPEN).length;
  await eventually(() => open(customers) === 2 && open(crowd) === 1, 'the others to have gone');
  for (const each of consoles) await each.settled();
  expect(open(consoles)).toBe(3);
});

test('a burst of 500 and 1,000 sockets from one address are welcome', async () => {
  let now = Date.now();
  server = await startEmbedded({ addressOf: () => 'hotel', now: () => now });
  await strangers(500, 'hotel');
  now += 10_000;
  await strangers(500, 'hotel');
  expect(connections()).toBe(1000);
  expect(server.logged.map(({ event }) => event)).toEqual([]);
});
