// Defects in what staff and customers write to each other.
import type * as Beside from '../../core/streams/beside.ts';
import type * as Changes from '../../core/chat/changes.ts';
import type * as ForgetDeleted from '../../core/chat/forget-deleted.ts';
import type * as Forget from '../../core/chat/forget.ts';
import type * as Hear from '../../core/chat/hear.ts';
import type * as Questions from '../../core/chat/questions.ts';
import type * as Row from '../../core/kernel/row.ts';
import type * as SeenModule from '../../core/chat/seen.ts';
import type * as Told from '../../core/chat/told.ts';
import type * as ChatsView from '../../core/view/chats.ts';
import { known, mutate, type Bug } from './plant.ts';

const chatting = true;

export const chatBugs: readonly Bug[] = [
  {
    name: 'a message that is sent again has a new key',
    troubles: ['lossy', 'http-stall'],
    chatting,
    plant: () => {
      let sent = 0;
      mutate<typeof Questions>('../../core/chat/questions.ts', ({ chatWriteQuestion: real }) => ({
        chatWriteQuestion: {
          ...real,
          request(ask, to, state) {
            sent += 1;
            return { ...real.request(ask, to, state), idempotencyKey: `key-${sent}` };
          },
        },
      }));
    },
  },
  {
    name: 'what somebody wrote goes out as theirs who is in by then',
    troubles: ['backend-busy'],
    chatting,
    plant: () =>
      mutate<typeof Questions>('../../core/chat/questions.ts', ({ chatWriteQuestion: real }) => ({
        chatWriteQuestion: {
          ...real,
          speaker: (ask, who) =>
            real.speaker({ ...ask, written: { ...ask.written, person: who.person?.person.id ?? null } }, who),
        },
      })),
  },
  {
    name: 'what is written last in a chat is sent first',
    troubles: ['slow', 'http-cut'],
    chatting,
    plant: () =>
      mutate<typeof Changes>('../../core/chat/changes.ts', (real) => ({
        writtenIs: (written) => real.writtenIs({ ...written, n: 1000 - written.n }),
      })),
  },
  {
    name: 'what was seen here is never told',
    troubles: [],
    chatting,
    plant: () => mutate<typeof SeenModule>('../../core/chat/seen.ts', () => ({ tellSeen: () => undefined })),
  },
  {
    name: 'a message that was deleted stays',
    troubles: [],
    chatting,
    plant: () =>
      mutate<typeof Changes>('../../core/chat/changes.ts', () => ({ messageDeleted: () => () => undefined })),
  },
  {
    name: 'what was deleted stays in the journal’s past',
    troubles: [],
    chatting,
    plant: () =>
      mutate<typeof ForgetDeleted>('../../core/chat/forget-deleted.ts', () => ({
        forgetDeleted: () => undefined,
      })),
  },
  {
    name: 'chats are forgotten by a clock that nobody has told',
    troubles: ['clock-wrong', 'crash'],
    chatting,
    plant: () =>
      mutate<typeof Forget>('../../core/chat/forget.ts', (real) => ({
        forgetChats: (turn) => {
          const { clockTold } = turn.state;
          known(turn, { clockTold: true });
          real.forgetChats(turn);
          known(turn, { clockTold });
        },
      })),
  },
  {
    name: 'a snapshot says how far chats are, and its messages are left out',
    troubles: ['prune', 'push-cut', 'http-cut'],
    chatting,
    plant: () =>
      mutate<typeof Told>('../../core/chat/told.ts', (real) => ({
        chatsInSnapshot: (turn, told, heads, streams) =>
          real.chatsInSnapshot(turn, told, heads, streams).slice(1),
      })),
  },
  {
    name: 'a message that comes while an order rings is never heard',
    troubles: [],
    chatting,
    plant: () =>
      mutate<typeof Hear>('../../core/chat/hear.ts', (real) => ({
        hearChats: (turn) => {
          const { ringing } = turn.state;
          known(turn, { ringing: null });
          real.hearChats(turn);
          known(turn, { ringing });
        },
      })),
  },
  {
    name: 'chats that cannot be read take the word live away',
    troubles: [],
    chatting,
    plant: () =>
      mutate<typeof Beside>('../../core/streams/beside.ts', (real) => ({
        isBeside: (stream) => real.isForAll(stream),
        mainStreams: (flows) => [...flows.keys()].filter((stream) => !real.isForAll(stream)),
      })),
  },
  {
    name: 'what is written in chats lies on the disk in the open',
    troubles: [],
    chatting,
    plant: () =>
      mutate<typeof Row>('../../core/kernel/row.ts', (real) => ({
        mapOf: (kept) =>
          real.mapOf('shape' in kept && isWritten(kept.shape) ? { ...kept, sealed: false } : kept),
      })),
  },
  {
    name: 'chats stay in sight when the device has left',
    troubles: ['leave', 'revoke'],
    chatting,
    plant: () =>
      mutate<typeof ChatsView>('../../core/view/chats.ts', (real) => ({
        projectChats: (state, before) => (state.session === null ? before : real.projectChats(state, before)),
      })),
  },
];

const isWritten = (shape: unknown): boolean => 'deletes' in ((shape as { shape?: object }).shape ?? {});
