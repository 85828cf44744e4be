// What an application may ask over HTTP: publish, look at channels, send a user away.
import { type ChannelName, isUserId, readChannelName } from './channel-name.ts';
import type { Exchange } from './exchange.ts';
import {
  type Attribute,
  type Problem,
  type PublishRequest,
  type Read,
  readAttributes,
  readBatch,
  readEvent,
} from './publication.ts';

export type Answer = { status: number; body: object | string };

export type Call = { params: Map<string, string>; body: unknown };

type Route = {
  method: 'GET' | 'POST';
  path: RegExp;
  answer: (exchange: Exchange, call: Call, part: string) => Answer;
};

/** Paths below /apps/ID; `part` is what the parentheses matched. */
const ROUTES: Route[] = [
  { method: 'POST', path: /^\/events$/, answer: publishEvent },
  { method: 'POST', path: /^\/batch_events$/, answer: publishBatch },
  { method: 'GET', path: /^\/channels$/, answer: listChannels },
  { method: 'GET', path: /^\/channels\/([^/]+)$/, answer: describeOne },
  { method: 'GET', path: /^\/channels\/([^/]+)\/users$/, answer: listUsers },
  { method: 'POST', path: /^\/users\/([^/]+)\/terminate_connections$/, answer: terminate },
];

const ok = (body: object = {}): Answer => ({ status: 200, body });
const failed = (status: number, body: string): Answer => ({ status, body });
const refused = ({ status, message }: Problem): Answer => failed(status, message);

export function answerCall(method: string, path: string, call: Call, exchange: Exchange): Answer {
  const here = ROUTES.filter((route) => route.path.test(path));
  if (here.length === 0) return failed(404, `There is no ${path.slice(0, 200)}`);
  const route = here.find((route) => route.method === method);
  if (!route) return failed(405, `Use ${here.map((route) => route.method).join(' or ')}`);
  const part = decoded(route.path.exec(path)?.[1] ?? '');
  return part === null ? failed(400, 'The path is not properly escaped') : route.answer(exchange, call, part);
}

function publishEvent(exchange: Exchange, { body }: Call): Answer {
  const read = readEvent(body, exchange.limits);
  if (!read.ok) return refused(read.problem);
  publish(exchange, read.value);
  const { channels, info } = read.value;
  if (info.length === 0) return ok();
  return ok({
    channels: Object.fromEntries(channels.map((name) => [name.text, detail(exchange, name, info)])),
  });
}

function publishBatch(exchange: Exchange, { body }: Call): Answer {
  const read = publishAll(exchange, body);
  if (!read.ok) return refused(read.problem);
  if (read.value.every(({ info }) => info.length === 0)) return ok();
  return ok({ batch: read.value.map(({ channels, info }) => detail(exchange, channels[0]!, info)) });
}

/** All of a batch, or none of it and why. */
export function publishAll(exchange: Exchange, body: unknown): Read<PublishRequest[]> {
  const read = readBatch(body, exchange.limits);
  if (read.ok) for (const request of read.value) publish(exchange, request);
  return read;
}

function publish({ rooms }: Exchange, { channels, event, data, except }: PublishRequest): void {
  for (const name of channels)
    rooms.publish(name, { event, data, ...(except === undefined ? {} : { except }) });
}

function listChannels(exchange: Exchange, { params }: Call): Answer {
  const info = readAttributes(params.get('info'));
  if (!info.ok) return refused(info.problem);
  const prefix = params.get('filter_by_prefix') ?? '';
  if (info.value.includes('user_count') && !prefix.startsWith('presence-')) {
    return failed(400, 'user_count is known for presence channels only: add filter_by_prefix=presence-');
  }
  const wanted = [...exchange.rooms.all()].filter(
    ({ name }) => name.kind !== 'user' && name.text.startsWith(prefix),
  );
  const channels = Object.fromEntries(
    wanted.map(({ name }) => [name.text, detail(exchange, name, info.value)]),
  );
  return ok({ channels });
}

function describeOne(exchange: Exchange, { params }: Call, channel: string): Answer {
  const name = readChannelName(channel);
  if (!name) return failed(400, 'Invalid channel name');
  const info = readAttributes(params.get('info'));
  if (!info.ok) return refused(info.problem);
  if (info.value.includes('user_count') && name.kind !== 'presence') {
    return failed(400, 'user_count is known for presence channels only');
  }
  const occupied = exchange.rooms.find(channel) !== undefined;
  return ok({ occupied, ...detail(exchange, name, info.value) });
}

function listUsers({ rooms }: Exchange, _call: Call, channel: string): Answer {
  const name = readChannelName(channel);
  if (name?.kind !== 'presence') return failed(400, 'Users are known for presence channels only');
  const ids = rooms.find(channel)?.roster?.userIds() ?? [];
  return ok({ users: ids.map((id) => ({ id })) });
}

function terminate(exchange: Exchange, _call: Call, userId: string): Answer {
  if (!isUserId(userId)) return failed(400, 'Invalid user id');
  terminateUser(exchange, userId);
  return ok();
}

export function terminateUser({ users, owners, log }: Exchange, userId: string): void {
  log({ event: 'pusher.user_terminated', connections: users.terminate(userId) + owners.terminate(userId) });
}

/** What was asked for and makes sense for this kind of channel. */
function detail({ rooms, lastEvents }: Exchange, name: ChannelName, info: Attribute[]): object {
  const room = rooms.find(name.text);
  const answers: Record<string, unknown> = {};
  if (info.includes('subscription_count')) answers.subscription_count = room?.listeners.size ?? 0;
  if (info.includes('user_count') && name.kind === 'presence') answers.user_count = room?.roster?.size ?? 0;
  if (info.includes('cache') && name.cache) {
    const last = lastEvents.get(name.text);
    answers.cache = last && { data: last.data, ttl: last.ttlS };
  }
  return answers;
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
