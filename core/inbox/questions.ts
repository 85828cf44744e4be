// Makes the requests that tell the backend what was pressed in an inbox.
import type { BackendRequest } from '../ports/backend.ts';
import { asDevice, asWhoIsIn, usualTimeoutMs, type Question } from '../session/question.ts';
import type { InboxPress } from './inbox-press.ts';
import { inAddress } from '../../contract/wire.ts';

export type InboxAsk = { for: 'inbox'; press: InboxPress };

export const inboxQuestion: Question<InboxAsk> = {
  // Once they have stepped out the device tells it, which the backend knows them to have been stepped in on.
  speaker: ({ press }, who) => (press.person === who.person?.person.id ? asWhoIsIn(who) : asDevice(who)),
  request: ({ press }, { token }) => requestFor(press, token),
  again: () => true,
};

function requestFor({ id, person, pressedAt, what }: InboxPress, token: string): BackendRequest {
  const common = { token, timeoutMs: usualTimeoutMs, idempotencyKey: id };
  const told = { person, occurredAt: pressedAt };
  switch (what.kind) {
    case 'open': {
      const path = `/notifications/${inAddress(what.notification)}/open`;
      return { ...common, method: 'POST', path, body: told };
    }
    case 'open-all':
      return {
        ...common,
        method: 'POST',
        path: '/notifications/open-all',
        body: { ...told, upTo: what.upTo },
      };
    case 'choose': {
      const body = { ...told, choices: { [what.of]: what.hearing } };
      return { ...common, method: 'PUT', path: '/notifications/choices', body };
    }
    default:
      return what satisfies never;
  }
}
