// What was once asked of a backend and what it answered, as it is kept for every later version, and how it is asked.
import { protocolHeader } from '../../contract/protocol.ts';

export type Asked = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  /** As `Authorization: Bearer`; null: nobody's. */
  token: string | null;
  key?: string;
  body?: unknown;
  /** Instead of `body`: a form, or words that are no JSON. */
  form?: Record<string, string>;
  raw?: string;
};
export type Answered = { status: number; body: unknown };
export type Exchange = {
  /** What it is about, such as "enrol" or "refused: conflict". */
  name: string;
  /** So much later than the one before. */
  afterMs: number;
  /** Asked again and again until the backend had done by itself what it tells. */
  waits?: boolean;
  asked: Asked;
  answered: Answered;
};
/** Everything recorded of one version's backend. `adminKey` opened it; all other secrets were answers. */
export type Recording = { version: string; adminKey: string; exchanges: Exchange[] };

/** `protocol`: what the version that asks says of itself; null: nothing, as 0.1.0. */
export async function exchange(url: string, asked: Asked, protocol: string | null): Promise<Answered> {
  const { method, path, token, key, body, form, raw } = asked;
  const content =
    raw ?? (form !== undefined ? new URLSearchParams(form).toString() : body && JSON.stringify(body));
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(protocol === null ? {} : { [protocolHeader]: protocol }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(content === undefined
        ? {}
        : { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json' }),
    },
    ...(content === undefined ? {} : { body: content as string }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}
