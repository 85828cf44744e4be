// The backend's HTTP side: who asks, what is answered, and each Idempotency-Key answered once.
import type { Command } from '../../contract/decide-verb.ts';
import { may, type Action, type Principal } from '../../contract/permissions.ts';
import { verbs, type Actor, type Verb } from '../../contract/order.ts';
import type { StreamName } from '../../contract/streams.ts';
import { streamOf } from '../../contract/streams.ts';
import type { BackendRequest } from '../../core/ports/backend.ts';
import { cannotAnswer, chat, chatsPart, isChatPage } from './chat-routes.ts';
import { enrolmentCode, home, restaurantId, type Backend } from './backend.ts';
import { ok, problem, type HttpAnswer } from './http-answer.ts';
import { headOf, headSeq, pageOf } from './database.ts';
import { inboxPart, notifications } from './notification-routes.ts';
import { signatureOf } from './pusher.ts';
import { snapshotPage } from './snapshot.ts';
import { staff } from './staff.ts';

export function answer(backend: Backend, request: BackendRequest): HttpAnswer {
  const [path = '', query = ''] = request.path.split('?');
  const body = (request.body ?? {}) as Record<string, unknown>;
  const words = path.split('/').slice(1).map(decodeURIComponent);

  if (path === '/enrol') {
    if (body['code'] !== enrolmentCode) return problem(404, 'code-unknown', 'There is no such code.');
    return ok(backend.enrol(String(body['installId']), String(body['deviceName'])));
  }
  if (path === '/leave') {
    const row = backend.database.devices.find((each) =>
      [each.token, each.leaveTicket].includes(request.token ?? ''),
    );
    if (row === undefined) return problem(401, 'not-signed-in', 'This token belongs to no device.');
    backend.revoke(row.id);
    return ok({});
  }
  const who = principalOf(backend, request.token);
  if (who === 'revoked') return problem(401, 'device-revoked', 'This device was signed out by a manager.');
  if (who === null) return problem(401, 'not-signed-in', 'The token is unknown.');

  switch (words[0]) {
    case 'beat':
      return beat(backend, who, body);
    case 'snapshot':
      return snapshot(backend, who, new URLSearchParams(query));
    case 'streams':
      return page(backend, who, words[1] ?? '', new URLSearchParams(query));
    case 'receipts':
      return receipts(backend, who, body);
    case 'pusher':
      return pusherAuth(who, words[1] ?? '', body);
    case 'people':
      return people(backend, who, words[1] ?? '', body);
    case 'notifications':
      return notifications(backend, who, words, body, request.idempotencyKey);
    case 'api':
      return chat(backend, who, words, request);
    case 'orders':
      return orders(backend, who, words, request);
    default:
      return problem(404, 'not-found', `There is nothing at ${path}.`);
  }
}

function principalOf(backend: Backend, token: string | null): Principal | 'revoked' | null {
  const device = backend.database.devices.find((row) => row.token === token);
  if (device?.revoked === true) return 'revoked';
  if (device !== undefined)
    return {
      kind: 'device',
      role: 'counter',
      id: device.id,
      name: device.name,
      restaurant: restaurantId,
      streams: backend.streamsOfDevice(),
    };
  const session = backend.database.people.find((row) => row.token === token && row.until === null);
  const person = staff.find((row) => row.id === session?.person);
  if (session === undefined || person === undefined) return null;
  if (backend.database.devices.find((row) => row.id === session.device)?.revoked !== false) return 'revoked';
  return {
    kind: 'person',
    role: person.role,
    id: person.id,
    name: person.name,
    restaurant: restaurantId,
    device: session.device,
    streams: [...backend.streamsOfDevice(), `user:${person.id}`],
  };
}

function beat(backend: Backend, who: Principal, body: Record<string, unknown>): HttpAnswer {
  const now = backend.timeline.wall();
  const device = who.kind === 'person' ? (who.device ?? who.id) : who.id;
  backend.consoleCount.heard(device, now);
  backend.beats.push({ device, live: body['live'] === true, at: backend.timeline.now });
  return ok({ now: backend.now(), heads: headsFor(backend, who), crowd: backend.consoleCount.size(now) });
}

function headsFor(backend: Backend, who: Principal): Record<StreamName, unknown> {
  return Object.fromEntries(who.streams.map((stream) => [stream, headOf(backend.log(stream))]));
}

function snapshot(backend: Backend, who: Principal, query: URLSearchParams): HttpAnswer {
  const made = snapshotPage(backend, query);
  if (made.kind === 'gone') return problem(410, 'log-gone', made.why);
  const { orders, next } = made;
  return ok({
    now: backend.now(),
    heads: headsFor(backend, who),
    restaurant: backend.restaurant,
    orders,
    ...inboxPart(backend, who, next),
    ...chatsPart(backend, next),
    ...(next === undefined ? {} : { next }),
  });
}

function page(backend: Backend, who: Principal, stream: StreamName, query: URLSearchParams): HttpAnswer {
  if (!may(who, 'read', stream)) return problem(403, 'not-allowed', 'This stream is not yours.');
  if (isChatPage(stream) && backend.chats?.broken !== false) return cannotAnswer;
  const limit = Number(query.get('limit') ?? 200);
  const made = pageOf(backend.log(stream), Number(query.get('after') ?? 0), query.get('id'), limit);
  if (made.kind === 'gone') return problem(410, 'log-gone', made.why);
  return ok({ events: made.events, head: made.head });
}

function receipts(backend: Backend, who: Principal, body: Record<string, unknown>): HttpAnswer {
  for (const receipt of body['receipts'] as { order: string; stage: string }[])
    backend.receipts.push({
      device: who.id,
      order: receipt.order,
      stage: receipt.stage,
      at: backend.timeline.now,
    });
  return ok({});
}

function pusherAuth(who: Principal, what: string, body: Record<string, unknown>): HttpAnswer {
  const socketId = String(body['socketId'] ?? body['socket_id']);
  if (what === 'user-auth') {
    const user = JSON.stringify({ id: who.kind === 'person' ? (who.device ?? who.id) : who.id });
    return ok({ auth: signatureOf(`${socketId}::user::${user}`), user_data: user });
  }
  const channel = String(body['channelName'] ?? body['channel_name']);
  const stream = streamOf(channel);
  if (stream === null || !may(who, 'read', stream))
    return problem(403, 'not-allowed', 'This channel is not yours.');
  return ok({ auth: signatureOf(`${socketId}:${channel}`) });
}

function people(backend: Backend, who: Principal, what: string, body: Record<string, unknown>): HttpAnswer {
  if (what === 'step-in') {
    const person = staff.find((row) => row.pin === body['pin']);
    if (person === undefined) return problem(403, 'not-allowed', 'That PIN is not known.');
    const token = `person-token-${backend.chance.id()}`;
    const from = backend.timeline.wall();
    backend.database.people.push({ token, person: person.id, device: who.id, from, until: null });
    backend.issued.push({ person: person.id, token });
    const stream = `user:${person.id}`;
    backend.log(stream);
    return ok({
      person: { id: person.id, name: person.name, role: person.role },
      token,
      streams: [stream],
    });
  }
  if (what === 'step-out') {
    // Asked for by the device: whoever is stepped in there.
    const device = who.kind === 'person' ? who.device : who.id;
    for (const row of backend.database.people)
      if (row.device === device && (who.kind !== 'person' || row.person === who.id))
        row.until ??= backend.timeline.wall();
    return ok({});
  }
  return problem(404, 'not-found', 'There is no such request.');
}

function orders(
  backend: Backend,
  who: Principal,
  words: readonly string[],
  request: BackendRequest,
): HttpAnswer {
  const order = backend.database.orders.get(words[1] ?? '');
  if (order === undefined) return problem(404, 'not-found', 'There is no such order.');
  if (request.method === 'GET') return may(who, 'read', home) ? ok(order) : problem(403, 'not-allowed', '');
  const verb = (words[2] === 'items' ? words[4] : words[2]) as Verb;
  if (!verbs.includes(verb)) return problem(404, 'not-found', 'There is no such verb.');
  const key = request.idempotencyKey;
  if (key === undefined) return problem(422, 'invalid', 'An Idempotency-Key is needed.');

  const body = (request.body ?? {}) as Omit<Partial<Command>, 'occurredAt'> & { occurredAt?: string };
  const fingerprint = JSON.stringify([request.path, body]);
  const known = backend.database.keys.get(key);
  if (known !== undefined)
    return known.fingerprint === fingerprint
      ? { ...known.answer, retryAfterMs: null }
      : problem(422, 'key-reused', 'This Idempotency-Key came with another body before.');

  const take = (outcome: 'changed' | 'already' | 'refused'): void => {
    const device = who.kind === 'person' ? who.device : who.id;
    const { timeline, generation, trace } = backend;
    const occurredAt = body.occurredAt ?? null;
    backend.taken.push({
      at: timeline.now,
      generation,
      key,
      device,
      verb,
      order: order.id,
      occurredAt,
      outcome,
    });
    if (trace.on) trace.say('backend', `${outcome} ${verb} ${order.number} key ${key.slice(0, 8)}`);
  };
  const about = {
    withinUndo: order.status === 'ready' && order.tellAt !== null && order.toldAt === null,
  };
  if (!may(who, verb as Action, home, about)) {
    take('refused');
    return problem(403, 'not-allowed', 'The customer has been told; a manager can take it back.');
  }
  const by: Actor = { kind: who.kind === 'person' ? 'person' : 'device', id: who.id, name: who.name };
  const item = words[2] === 'items' ? { item: words[3] } : {};
  const occurredAt = Math.min(backend.timeline.wall(), Date.parse(body.occurredAt ?? backend.now()));
  const decision = backend.carryOut(order, { ...body, ...item, verb, by, occurredAt }, key);
  take(decision.kind === 'done' ? 'changed' : decision.kind === 'already' ? 'already' : 'refused');
  const current = backend.database.orders.get(order.id);
  // The real one keeps no key of what it refused: the same command may succeed later.
  if (decision.kind === 'conflict') return problem(409, 'conflict', decision.why, { order: current });
  if (decision.kind === 'invalid') return problem(422, 'invalid', decision.why, { field: decision.field });
  const made = {
    order: current,
    stream: home,
    epoch: backend.log(home).epoch,
    seq: headSeq(backend.log(home)),
    already: decision.kind === 'already' ? decision.act : null,
  };
  backend.database.keys.set(key, { fingerprint, answer: { status: 200, body: made } });
  return ok(made);
}
