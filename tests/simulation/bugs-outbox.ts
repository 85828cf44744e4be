// Defects in sending what was pressed.
import type * as Judge from '../../core/outbox/judge.ts';
import type * as Send from '../../core/outbox/send.ts';
import { known, mutate, type Bug } from './plant.ts';

export const outboxBugs: readonly Bug[] = [
  {
    name: 'a new Idempotency-Key for every attempt',
    troubles: ['lossy', 'http-stall'],
    bend: (ports) => ({
      ...ports,
      backend: {
        ...ports.backend,
        exchange: (target, request) =>
          ports.backend.exchange(
            target,
            request.idempotencyKey === undefined
              ? request
              : { ...request, idempotencyKey: ports.chance.id() },
          ),
      },
    }),
  },
  {
    name: 'undo removes what may have been sent',
    troubles: ['slow', 'lossy'],
    plant: () =>
      mutate<typeof Send>('../../core/outbox/send.ts', (real) => ({
        sendOutbox: (turn, knows) => {
          real.sendOutbox(turn, knows);
          known(turn, { sending: { ...turn.state.sending, handed: new Set() } });
        },
      })),
  },
  {
    name: 'a 401 drops what was to be sent',
    troubles: ['backend-forgetful'],
    plant: () =>
      mutate<typeof Judge>('../../core/outbox/judge.ts', (real) => ({
        judge: (answer) => (answer.kind === 'answer' && answer.status === 401 ? 'taken' : real.judge(answer)),
      })),
  },
  {
    name: 'a time-out counts as sent',
    troubles: ['http-stall', 'http-cut'],
    plant: () =>
      mutate<typeof Judge>('../../core/outbox/judge.ts', (real) => ({
        judge: (answer) => (answer.kind === 'failure' ? 'taken' : real.judge(answer)),
      })),
  },
  {
    name: 'a conflict is swallowed',
    troubles: [],
    plant: () =>
      mutate<typeof Judge>('../../core/outbox/judge.ts', (real) => ({
        judge: (answer) => {
          const judged = real.judge(answer);
          return judged === 'refused' ? 'taken' : judged;
        },
      })),
  },
];
