// Announces each new notification once to whoever is stepped in, as they chose: on the desktop and with one soft sound, and
// many at once as one. Takes back from the desktop what was opened, here or elsewhere.
import type { Notification } from '../../contract/notifications.ts';
import { wakeAt } from '../kernel/turn.ts';
import type { ToastOutcome } from '../ports/notifier.ts';
import { isSilentOffice } from '../session/office.ts';
import { behind } from '../streams/flow.ts';
import { speechOf } from '../text/speech.ts';
import { opens, type Known } from './known.ts';
import { shownInbox } from './shown.ts';
import { newAnnouncing, set, setAnnouncing } from './slice.ts';
import { isUrgent, oneToast, severalToast } from './toasts.ts';
import type { Turn } from './turn.ts';

const gatherMs = 2000;
/** More on the desktop nobody reads: the oldest go, and are in the inbox all the same. */
const openAtMost = 20;
/** While their stream is being caught up the others are waited for, but never longer than this. */
const patienceMs = 10_000;

export function announceInbox(turn: Turn): void {
  const shown = shownInbox(turn.state);
  if (shown === null) return;
  withdrawOpened(turn, shown);
  const { untold } = turn.state.announcing;
  if (untold.length === 0) return;
  const fresh = untold.flatMap((id) => shown.notifications.find((one) => one.id === id) ?? []);
  const wanted = fresh.filter((one) => isAnnounced(one, shown));
  if (wanted.length === 0) return setAnnouncing(turn, { untold: [], waitingSince: null, gathering: null });
  if (isCatchingUp(turn) && maySoonBeMore(turn)) return;
  if (isGathering(turn, wanted)) return;
  setAnnouncing(turn, { untold: [], waitingSince: null, gathering: null });
  announce(turn, wanted);
}

/** The alert of an order tells of it already. */
const isAnnounced = (one: Notification, { choices }: Known): boolean =>
  !one.opened && choices[one.kind] === 'bell' && !(one.kind === 'escalation' && one.order !== undefined);

function isCatchingUp({ state: { person, flows } }: Turn): boolean {
  return (person?.streams ?? []).some((stream) => {
    const flow = flows.get(stream);
    return flow !== undefined && behind(flow);
  });
}

function maySoonBeMore(turn: Turn): boolean {
  const since = turn.state.announcing.waitingSince ?? turn.at.mono;
  setAnnouncing(turn, { waitingSince: since });
  if (turn.at.mono >= since + patienceMs) return false;
  wakeAt(turn, since + patienceMs);
  return true;
}

const recentSingles = ({ at, state }: Turn): number[] => {
  const { withinSeconds } = state.settings.effective.burst;
  return state.announcing.singles.filter((single) => at.mono - single < withinSeconds * 1000);
};

/** After so many single ones the next wait a moment for each other. */
function isGathering(turn: Turn, wanted: readonly Notification[]): boolean {
  if (wanted.some(isUrgent)) return false;
  if (recentSingles(turn).length < turn.state.settings.effective.burst.moreThan) return false;
  const since = turn.state.announcing.gathering ?? turn.at.mono;
  setAnnouncing(turn, { gathering: since });
  if (turn.at.mono >= since + gatherMs) return false;
  wakeAt(turn, since + gatherMs);
  return true;
}

function announce(turn: Turn, wanted: readonly Notification[]): void {
  const speech = speechOf(turn.state);
  const tells = turn.state.settings.effective.orderOnNotification;
  const others = wanted.filter((one) => !isUrgent(one));
  const single = [...wanted.filter(isUrgent), ...(others.length === 1 ? others : [])];
  for (const one of single) show(turn, oneToast(one, speech, tells), [one]);
  if (others.length === 1) setAnnouncing(turn, { singles: [...recentSingles(turn), turn.at.mono] });
  if (others.length > 1) show(turn, severalToast(`inbox:${turn.chance.id()}`, others, speech, tells), others);
  // Nothing is heard beside an order that rings.
  if (turn.state.ringing === null && !isSilentOffice(turn.state))
    turn.emit({ do: 'ring', sound: 'quiet', orders: [] });
}

function show(turn: Turn, toast: ReturnType<typeof oneToast>, about: readonly Notification[]): void {
  const ids = about.map(({ id }) => id);
  const open = new Map(turn.state.announcing.open).set(toast.id, ids);
  const former = open.size > openAtMost ? leastWanted(turn, open) : null;
  if (former !== null) {
    open.delete(former);
    turn.emit({ do: 'withdraw', toast: former });
  }
  setAnnouncing(turn, { open });
  turn.emit({ do: 'toast', toast });
}

/** The oldest, and none that somebody has to act upon while there are others. */
function leastWanted(turn: Turn, open: ReadonlyMap<string, readonly string[]>): string | null {
  const urgent = new Set((turn.state.inbox?.notifications ?? []).filter(isUrgent).map(({ id }) => id));
  const toasts = [...open];
  const [first] = toasts.find(([, ids]) => !ids.some((id) => urgent.has(id))) ?? toasts[0] ?? [];
  return first ?? null;
}

function withdrawOpened(turn: Turn, shown: Known): void {
  const { open } = turn.state.announcing;
  if (open.size === 0) return;
  const opening = { ids: shown.openedIds, upTo: shown.openedUpTo };
  const isOpened = (id: string): boolean => {
    const one = shown.notifications.find((known) => known.id === id);
    return one === undefined ? opening.ids.has(id) : one.opened || opens(opening, one);
  };
  const over = [...open].filter(([, ids]) => ids.every(isOpened)).map(([toast]) => toast);
  if (over.length === 0) return;
  for (const toast of over) turn.emit({ do: 'withdraw', toast });
  setAnnouncing(turn, { open: new Map([...open].filter(([toast]) => !over.includes(toast))) });
}

/** Who it was for has stepped out: nothing of it stays on the desktop. */
export function withdrawAll(turn: Turn): void {
  for (const toast of turn.state.announcing.open.keys()) turn.emit({ do: 'withdraw', toast });
  setAnnouncing(turn, { open: new Map() });
}

/** The backend has no such thing any more: what it was would stand still from now on. */
export function noInbox(turn: Turn): void {
  if (turn.state.inbox === null) return;
  withdrawAll(turn);
  set(turn, { inbox: null, announcing: newAnnouncing });
}

/** What a notification on the desktop is about; null: it is none of these. */
export const announcedBy = ({ state }: Pick<Turn, 'state'>, toast: string): readonly string[] | null =>
  state.announcing.open.get(toast) ?? null;

/** Neither its words nor whose it was are for the log. */
export function inboxToasted(turn: Turn, toast: string, { kind, ...words }: ToastOutcome): void {
  const about = announcedBy(turn, toast);
  if (about === null) return;
  const level = kind === 'shown' ? 'info' : 'warn';
  turn.emit({ do: 'log', level, event: `inbox.${kind}`, fields: { count: about.length, ...words } });
}
