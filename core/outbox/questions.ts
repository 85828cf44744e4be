// Makes the requests that tell the backend of presses and receipts.
import type { CommandRequest, Receipt } from '../../contract/api.ts';
import type { BackendRequest } from '../ports/backend.ts';
import { asDevice, asWhoIsIn, usualTimeoutMs, type Question } from '../session/question.ts';
import type { Entry } from './entry.ts';
import { inAddress } from '../../contract/wire.ts';

export type CommandAsk = { for: 'command'; entry: Entry };
export type ReceiptsAsk = { for: 'receipts'; receipts: ReadonlyMap<string, Receipt> };

/** What a person did is told with their token. */
export const commandSpeaker: Question<CommandAsk>['speaker'] = ({ entry }, who) =>
  who.person !== null && entry.person === who.person.person.id ? asWhoIsIn(who) : asDevice(who);

export function commandRequest(entry: Entry, token: string): BackendRequest {
  const order = `/orders/${inAddress(entry.order)}`;
  const path =
    entry.verb === 'tick' ? `${order}/items/${inAddress(entry.item ?? '')}/tick` : `${order}/${entry.verb}`;
  const body: CommandRequest = {
    ...entry.details,
    occurredAt: entry.pressedAt,
    ...(entry.person === null ? {} : { person: entry.person }),
  };
  return { method: 'POST', path, token, timeoutMs: usualTimeoutMs, idempotencyKey: entry.id, body };
}

export const receiptsQuestion: Question<ReceiptsAsk> = {
  speaker: (_ask, who) => asDevice(who),
  request: ({ receipts }, { token }) => ({
    method: 'POST',
    path: '/receipts',
    token,
    timeoutMs: usualTimeoutMs,
    body: { receipts: [...receipts.values()] },
  }),
  again: () => true,
};
