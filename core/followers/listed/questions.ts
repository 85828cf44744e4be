// What is asked of a backend without a log.
import type { Session } from '../../session/session.ts';
import { asDevice, type Question } from '../../session/question.ts';
import type { ExistingBackend } from '../../../contract/existing-backend.ts';
import type { Moment } from '../../kernel/turn.ts';
import { listRequest, orderRequest } from './request.ts';

/** Its open orders. */
export type ListAsk = {
  for: 'list';
  page: string | null;
  before: readonly unknown[];
  began: Moment | null;
};
/** One of them that its list does not name any more; `theirs` is what they call it. */
export type OrderAsk = { for: 'order'; order: string; theirs: string };

function existingOf({ existing }: Session): ExistingBackend {
  if (existing === null) throw new Error('Only a backend without a log is asked for a list.');
  return existing;
}

export const listQuestion: Question<ListAsk> = {
  speaker: (_ask, who) => asDevice(who),
  request: ({ page }, { session, token }) => listRequest(existingOf(session), token, page),
  again: () => true,
};

export const orderQuestion: Question<OrderAsk> = {
  speaker: (_ask, who) => asDevice(who),
  request: ({ theirs }, { session, token }) => orderRequest(existingOf(session), token, theirs),
  again: () => true,
};
