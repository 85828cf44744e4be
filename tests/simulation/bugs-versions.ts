// Defects in reading what a backend of another version says.
import type * as Columns from '../../core/orders/columns.ts';
import { beatAnswer } from '../../contract/api.ts';
import { strictly } from '../../contract/tolerant.ts';
import type * as StatusWord from '../../core/health/status-word.ts';
import type * as Answered from '../../core/orders/answered.ts';
import type * as CannotRead from '../../core/followers/book/cannot-read.ts';
import type * as Unreadable from '../../core/orders/unreadable.ts';
import type * as Apply from '../../core/followers/sequenced/apply.ts';
import { want } from '../../core/streams/flow.ts';
import { mutate, type Bug } from './plant.ts';

export const versionBugs: readonly Bug[] = [
  {
    name: 'an unknown field refuses the answer',
    troubles: ['newer-backend'],
    bend: (ports) => ({
      ...ports,
      backend: {
        ...ports.backend,
        exchange: async (target, request) => {
          const answer = await ports.backend.exchange(target, request);
          if (request.path !== '/beat' || answer.kind === 'failure' || answer.status !== 200) return answer;
          return strictly(beatAnswer).safeParse(answer.body).success ? answer : { ...answer, body: null };
        },
      },
    }),
  },
  {
    name: 'orders of a snapshot that cannot be read are dropped',
    troubles: ['unreadable-orders', 'crash', 'prune', 'http-cut'],
    plant: () =>
      mutate<typeof CannotRead>('../../core/followers/book/cannot-read.ts', (real) => ({
        cannotRead: (turn, read, stored) =>
          stored === undefined ? { kept: [], changes: [] } : real.cannotRead(turn, read, stored),
      })),
  },
  {
    name: 'an event that cannot be read is fetched in a hot loop',
    troubles: ['unreadable-orders'],
    plant: () =>
      mutate<typeof Apply>('../../core/followers/sequenced/apply.ts', (real) => ({
        applyEvents: (turn, stream, events) => {
          const at = events.findIndex((event) => 'unreadable' in event);
          real.applyEvents(turn, stream, at < 0 ? events : events.slice(0, at));
          if (at >= 0) want(turn, stream, 'events');
        },
      })),
  },
  {
    name: 'an order with an unknown status is silent',
    troubles: ['newer-backend'],
    plant: () =>
      mutate<typeof Columns>('../../core/orders/columns.ts', (real) => ({
        isUnanswered: (order) => order.status === 'new' && real.isUnanswered(order),
        waitsForAnswer: (order, now) => order.status === 'new' && real.waitsForAnswer(order, now),
        isUnheard: (order, now) => order.status === 'new' && real.isUnheard(order, now),
      })),
  },
  {
    name: 'live although an open order cannot be read',
    troubles: ['unreadable-orders'],
    plant: () =>
      mutate<typeof Unreadable>('../../core/orders/unreadable.ts', () => ({ isOpenUnreadable: () => false })),
  },
  {
    name: 'a console that needs an update tells the backend that it hears nothing',
    troubles: ['unreadable-orders'],
    plant: () =>
      mutate<typeof StatusWord>('../../core/health/status-word.ts', () => ({
        hearsEverything: (word) => word === 'live',
      })),
  },
  {
    name: 'what was pressed on an order that cannot be read is forgotten with the press',
    troubles: ['unreadable-orders'],
    plant: () => mutate<typeof Answered>('../../core/orders/answered.ts', () => ({ answerBy: () => null })),
  },
];
