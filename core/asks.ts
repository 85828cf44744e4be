// Lists everything that a console asks of its backend while it is enrolled: in whose name and how it is asked, and what
// is made of the answer. The parts of each stand with the slice that asks.
import {
  chatReadQuestion,
  chatWriteQuestion,
  type ChatReadAsk,
  type ChatWriteAsk,
} from './chat/questions.ts';
import { chatReadCame } from './chat/seen.ts';
import { chatWriteCame } from './chat/send.ts';
import { orderCame } from './followers/listed/absent.ts';
import { listCame } from './followers/listed/poll.ts';
import { listQuestion, orderQuestion, type ListAsk, type OrderAsk } from './followers/listed/questions.ts';
import { beatCame } from './followers/sequenced/beat.ts';
import { streamHandlers } from './followers/sequenced/stream-handlers.ts';
import { inboxQuestion, type InboxAsk } from './inbox/questions.ts';
import { inboxPressCame } from './inbox/tell.ts';
import type { Moment } from './kernel/turn.ts';
import { commandSpeaker, receiptsQuestion, type CommandAsk, type ReceiptsAsk } from './outbox/questions.ts';
import { receiptsCame } from './outbox/send.ts';
import type { BackendAnswer } from './ports/backend.ts';
import { followerOf, pressCame } from './rules/follow.ts';
import type { State, Turn } from './rules/turn.ts';
import { stepOutQuestion, type Question, type StepOutAsk } from './session/question.ts';
import { isBeside } from './streams/beside.ts';
import { pageCame, snapshotCame } from './streams/fetch.ts';
import {
  beatQuestion,
  eventsQuestion,
  snapshotQuestion,
  type BeatAsk,
  type EventsAsk,
  type SnapshotAsk,
} from './streams/questions.ts';

export type Ask =
  | BeatAsk
  | EventsAsk
  | SnapshotAsk
  | CommandAsk
  | ReceiptsAsk
  | ListAsk
  | OrderAsk
  | InboxAsk
  | StepOutAsk
  | ChatWriteAsk
  | ChatReadAsk;

type Told = { sentAt: Moment; answer: BackendAnswer };
type Asking<A> = Question<A, State> & {
  /** A yes to it proves that the backend is there for everything else that waits. */
  isSignOfLife?: true;
  /** It is beside the orders: that it fails says nothing of what they depend on. */
  isBeside?(ask: A): boolean;
  came(turn: Turn, ask: A, told: Told): void;
};

const asks: { readonly [F in Ask['for']]: Asking<Extract<Ask, { for: F }>> } = {
  beat: {
    ...beatQuestion,
    isSignOfLife: true,
    came: (turn, ask, { sentAt, answer }) => beatCame(turn, ask, sentAt, answer),
  },
  events: {
    ...eventsQuestion,
    isBeside: ({ stream }) => isBeside(stream),
    came: (turn, ask, { answer }) => pageCame(turn, ask, answer, streamHandlers),
  },
  snapshot: {
    ...snapshotQuestion,
    isBeside: ({ beside }) => beside !== undefined,
    came: (turn, ask, { answer }) => snapshotCame(turn, ask, answer, streamHandlers),
  },
  command: {
    speaker: commandSpeaker,
    request: ({ entry }, to, state) => followerOf(to.session).pressRequest(entry, to, state),
    again: (session) => followerOf(session).repeatsPresses,
    came: (turn, ask, { answer }) => pressCame(turn, ask, answer),
  },
  receipts: { ...receiptsQuestion, came: (turn, ask, { answer }) => receiptsCame(turn, ask, answer) },
  list: {
    ...listQuestion,
    isSignOfLife: true,
    came: (turn, ask, { sentAt, answer }) => listCame(turn, ask, sentAt, answer),
  },
  order: { ...orderQuestion, came: (turn, ask, { sentAt, answer }) => orderCame(turn, ask, sentAt, answer) },
  inbox: {
    ...inboxQuestion,
    isBeside: () => true,
    came: (turn, ask, { answer }) => inboxPressCame(turn, ask, answer),
  },
  'chat-write': {
    ...chatWriteQuestion,
    isBeside: () => true,
    came: (turn, ask, { answer }) => chatWriteCame(turn, ask, answer),
  },
  'chat-read': {
    ...chatReadQuestion,
    isBeside: () => true,
    came: (turn, ask, { answer }) => chatReadCame(turn, ask, answer),
  },
  'step-out': { ...stepOutQuestion, came: () => undefined },
};

export const askingOf = (ask: Ask): Asking<Ask> => asks[ask.for] as Asking<Ask>;
