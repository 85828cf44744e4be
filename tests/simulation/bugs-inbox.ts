// Defects in what people are notified of.
import type * as Announce from '../../core/inbox/announce.ts';
import type * as KnownModule from '../../core/inbox/known.ts';
import type * as Presses from '../../core/inbox/presses.ts';
import type * as Take from '../../core/inbox/take.ts';
import type * as Tell from '../../core/inbox/tell.ts';
import type * as InboxView from '../../core/view/inbox.ts';
import { known, mutate, type Bug } from './plant.ts';

export const inboxBugs: readonly Bug[] = [
  {
    name: 'what a later snapshot brings is never announced',
    troubles: ['push-cut', 'http-cut', 'prune'],
    notified: true,
    plant: () =>
      mutate<typeof Take>('../../core/inbox/take.ts', (real) => ({
        inboxIs: (turn, told) => {
          known(turn, { inbox: null });
          real.inboxIs(turn, told);
        },
      })),
  },
  {
    name: 'what was announced is announced again',
    troubles: [],
    notified: true,
    plant: () =>
      mutate<typeof Announce>('../../core/inbox/announce.ts', (real) => ({
        announceInbox: (turn) => {
          const { untold } = turn.state.announcing;
          real.announceInbox(turn);
          known(turn, { announcing: { ...turn.state.announcing, untold } });
        },
      })),
  },
  {
    name: 'the inbox of whoever stepped out stays in sight',
    troubles: [],
    notified: true,
    plant: () =>
      mutate<typeof InboxView>('../../core/view/inbox.ts', (real) => {
        const last = new WeakMap<object, ReturnType<typeof real.inboxView>>();
        return {
          inboxView: (state) => {
            const key = state.session ?? state;
            const shown = real.inboxView(state) ?? last.get(key) ?? null;
            last.set(key, shown);
            return shown;
          },
        };
      }),
  },
  {
    name: 'what was opened is written down with its words',
    troubles: [],
    notified: true,
    plant: () => {
      let words = '';
      mutate<typeof Take>('../../core/inbox/take.ts', (real) => ({
        inboxTold: (turn, event) => {
          if (event.type === 'notification.new') words = event.notification.title;
          real.inboxTold(turn, event);
        },
      }));
      mutate<typeof Presses>('../../core/inbox/presses.ts', (real) => ({
        pressIs: (press) => real.pressIs(Object.assign({ words }, press)),
      }));
    },
  },
  {
    name: 'all that were opened at once count as one',
    troubles: [],
    notified: true,
    plant: () =>
      mutate<typeof KnownModule>('../../core/inbox/known.ts', (real) => ({
        withOpened: (inbox, opening) =>
          real.withOpened(inbox, { ...opening, count: Math.min(1, opening.count) }),
      })),
  },
  {
    name: 'what somebody opened before they stepped out is never told',
    troubles: ['http-cut', 'slow'],
    notified: true,
    plant: () =>
      mutate<typeof Tell>('../../core/inbox/tell.ts', (real) => ({
        tellInbox: (turn) => {
          const { inboxPresses } = turn.state.ledger;
          const all = [...inboxPresses.values()];
          if (all.every(({ person }) => person === turn.state.person?.person.id)) real.tellInbox(turn);
        },
      })),
  },
];
