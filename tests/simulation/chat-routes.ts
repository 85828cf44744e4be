// The simulated backend's routes of chats: writing, reading, deleting, and the snapshot's part.
import type { Chat } from '../../contract/chat.ts';
import { may, type Principal } from '../../contract/permissions.ts';
import type { BackendRequest } from '../../core/ports/backend.ts';
import { restaurantId, type Backend } from './backend.ts';
import { chatStream } from './chats.ts';
import { ok, problem, type HttpAnswer } from './http-answer.ts';
import { staff } from './staff.ts';

/** On the last page, as the real one has it. */
export const chatsPart = ({ chats }: Backend, next: string | null | undefined): { chats?: Chat[] } =>
  chats === null || typeof next === 'string' ? {} : { chats: chats.onScreen() };

export const cannotAnswer = problem(500, 'internal', 'Something is wrong with the chats.');

export function chat(
  backend: Backend,
  who: Principal,
  words: readonly string[],
  request: BackendRequest,
): HttpAnswer {
  const { chats } = backend;
  if (chats === null || words[1] !== 'chat') return problem(404, 'not-found', 'There are no chats.');
  if (chats.broken) return cannotAnswer;
  const body = (request.body ?? {}) as Record<string, unknown>;
  const about = { restaurant: restaurantId };
  if (request.method === 'DELETE') {
    const [, , id = '', , message = ''] = words;
    if (!may(who, 'chat.delete', `chat:${id}`, about)) {
      chats.kept.add(message);
      return problem(403, 'not-allowed', 'Messages are deleted by managers: step in as one.');
    }
    return chats.delete(id, message) ? ok({}) : problem(404, 'not-found', 'There is no such message.');
  }
  const id = String(body['id']);
  if (!may(who, 'chat.write', `chat:${id}`, about))
    return problem(404, 'not-found', 'There is no such chat.');
  if (words[2] === 'read')
    return chats.markRead(id, String(body['upTo']), 'staff')
      ? ok({})
      : problem(404, 'not-found', 'There is no such message.');
  const text = String(body['message']);
  const wish = { chat: id, text, from: 'staff', device: deviceOf(who), key: request.idempotencyKey } as const;
  const written = chats.write({ ...wish, name: authorOf(backend, who, body['person']) });
  if (!written.ok) return problem(written.status, written.code, written.why);
  return ok({ chat: written.chat, message: written.message });
}

const deviceOf = (who: Principal): string | null =>
  who.kind === 'person' ? who.device : who.kind === 'device' ? who.id : null;

/** A device speaks for whoever was stepped in on it. */
function authorOf({ database }: Backend, who: Principal, asked: unknown): string {
  const stay = database.people.find(({ person, device }) => person === asked && device === who.id);
  const person = who.kind === 'device' ? staff.find(({ id }) => id === stay?.person) : undefined;
  return person?.name ?? who.name;
}

export const isChatPage = (stream: string): boolean => stream === chatStream;
