// Makes the questions to a backend without a log.
import { asDevice, type Question } from '../../session/question.ts';
import type { Moment } from '../../kernel/turn.ts';
import { listRequest, orderRequest } from './request.ts';
import { systemOf } from './system.ts';

/** Its open orders. */
export type ListAsk = {
  for: 'list';
  page: string | null;
  before: readonly unknown[];
  began: Moment | null;
};
/** One of them that its list does not name any more; `theirs` is what they call it. */
export type OrderAsk = { for: 'order'; order: string; theirs: string };

export const listQuestion: Question<ListAsk> = {
  speaker: (_ask, who) => asDevice(who),
  request: ({ page }, { session, token }) => listRequest(systemOf(session), token, page),
  again: () => true,
};

export const orderQuestion: Question<OrderAsk> = {
  speaker: (_ask, who) => asDevice(who),
  request: ({ theirs }, { session, token }) => orderRequest(systemOf(session), token, theirs),
  again: () => true,
};
