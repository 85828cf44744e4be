// Puts the brain together: the only place that knows all slices, all that can become known, and the order of the rules.
import type { Policy } from '../contract/policy.ts';
import { defaultSettings } from '../contract/settings.ts';
import { forgetEnded } from './announcements/current.ts';
import { announcements } from './announcements/turn.ts';
import { ringForUnknownOrder } from './alerts/unknown-order.ts';
import { ringBell } from './alerts/bell.ts';
import { lookAtSound } from './alerts/sound.ts';
import { toasted } from './alerts/outcome.ts';
import { raiseAlerts } from './alerts/raise.ts';
import { alerts } from './alerts/turn.ts';
import { askingOf, type Ask } from './asks.ts';
import { tellGone } from './consoles/gone.ts';
import { consoles } from './consoles/turn.ts';
import { forgetChats } from './chat/forget.ts';
import { hearChats } from './chat/hear.ts';
import { noteSeen, tellSeen } from './chat/seen.ts';
import { sendChats } from './chat/send.ts';
import { chat } from './chat/turn.ts';
import type { EnrolmentInput, EnteredInput } from './enrolment/context.ts';
import { escalations } from './escalations/turn.ts';
import { listed } from './followers/listed/turn.ts';
import { tellAway, wasAway } from './health/away.ts';
import { checkOpening } from './health/check-opening.ts';
import { diskIs, machineHolds, notificationsAre, secretsAre, trayIs } from './health/machine.ts';
import { tellStatus } from './health/status.ts';
import { health } from './health/turn.ts';
import { announceInbox, inboxToasted } from './inbox/announce.ts';
import { tellBehind } from './inbox/behind.ts';
import { tellInbox } from './inbox/tell.ts';
import { inbox } from './inbox/turn.ts';
import { assemble } from './kernel/assemble.ts';
import type { Brain } from './kernel/loop.ts';
import { beginTurn, type Moment } from './kernel/turn.ts';
import { closingExplained, exitCodeIs, kioskLifted, stayWhenNobodyAnswers } from './leaving/question.ts';
import { leaving, type ExitCode } from './leaving/turn.ts';
import { keepLink } from './link/keep.ts';
import { link } from './link/turn.ts';
import { addNotice, dropNotices, tellDisk } from './notices/notices.ts';
import { notices } from './notices/turn.ts';
import { orders } from './orders/turn.ts';
import { settleOutbox } from './outbox/settle.ts';
import { outbox } from './outbox/turn.ts';
import type { BackendAnswer } from './ports/backend.ts';
import type { Chance } from './ports/clock.ts';
import type { PowerSignal, WindowState } from './ports/desktop.ts';
import type { DiskFailure } from './ports/disk.ts';
import type { Showing, ToastButton, ToastOutcome } from './ports/notifier.ts';
import type { RealtimeSignal } from './ports/realtime.ts';
import { backendAnswered } from './rules/answered.ts';
import { lookAgainAfterJump, woke } from './rules/awake.ts';
import { entered } from './rules/enter.ts';
import { checkBackend, heard, readBackend, sendPresses } from './rules/follow.ts';
import { forgetOld } from './rules/forget.ts';
import type { Intent } from './rules/intent.ts';
import { keepAwakeInHours } from './rules/keep-awake.ts';
import { fillScreen } from './rules/kiosk.ts';
import { wipeWhenEnded } from './rules/leave.ts';
import { chosen, clicked, carryOut } from './rules/carry-out.ts';
import { soundTold, type SoundInput } from './rules/sound.ts';
import { stepOutWhenIdle, steppedIn } from './rules/step-out.ts';
import type { AllRows, Effect, State, Turn } from './rules/turn.ts';
import type { Answer } from './screen/answer.ts';
import { screen } from './screen/turn.ts';
import { touched, windowIs } from './screen/window.ts';
import { enrolByItself, enrolFailed, noSessionFound } from './session/enrolment.ts';
import { active } from './session/person.ts';
import { proven } from './session/proof.ts';
import { session } from './session/turn.ts';
import { settingsRead } from './settings/change.ts';
import { withPolicy } from './settings/effective.ts';
import { settings } from './settings/turn.ts';
import { streams } from './streams/turn.ts';
import { time } from './time/turn.ts';

const assembled = assemble([
  time,
  notices,
  screen,
  leaving,
  settings,
  session,
  streams,
  link,
  orders,
  outbox,
  escalations,
  consoles,
  alerts,
  inbox,
  chat,
  announcements,
  listed,
  health,
]);
export const rows = assembled.rows as AllRows;
export type { Effect, State };

/** What an order on its way meets, from the stream to the bell; then what keeps the way open. */
const rules: readonly ((turn: Turn) => void)[] = [
  wipeWhenEnded,
  stepOutWhenIdle,
  enrolByItself,
  keepLink,
  readBackend,
  ringForUnknownOrder,
  settleOutbox,
  raiseAlerts,
  ringBell,
  lookAtSound,
  announceInbox,
  noteSeen,
  hearChats,
  tellGone,
  sendPresses,
  tellInbox,
  sendChats,
  tellSeen,
  checkBackend,
  keepAwakeInHours,
  stayWhenNobodyAnswers,
  fillScreen,
  forgetOld,
  forgetChats,
  forgetEnded,
  tellStatus,
  checkOpening,
  tellBehind,
  tellAway,
];

export type AnsweredInput = {
  kind: 'answered';
  session: string;
  ask: Ask;
  as: 'device' | 'person' | 'gone';
  sentAt: Moment;
  answer: BackendAnswer;
};

/**
 * Everything that can become known. `session` names the session it belongs to: what comes late from a former one is not
 * heard any more.
 */
export type Input =
  /** Time has passed: the rules are read again. */
  | { kind: 'wake' }
  | EnrolmentInput
  | EnteredInput
  | { kind: 'realtime'; session: string; signal: RealtimeSignal }
  | AnsweredInput
  | { kind: 'toasted'; toast: string; outcome: ToastOutcome }
  | { kind: 'clicked'; toast: string; button: ToastButton }
  /** How the desktop shows notifications has changed. */
  | { kind: 'showing'; showing: Showing }
  | SoundInput
  | { kind: 'chosen'; choice: string }
  | { kind: 'power'; signal: PowerSignal }
  /** The disk refused a commit, or (null) took one again. */
  | { kind: 'disk'; failure: DiskFailure | null }
  | { kind: 'window'; state: WindowState }
  /** Whether the desktop shows a tray. */
  | { kind: 'tray'; there: boolean }
  /** Whose code leads out of the kiosk. */
  | { kind: 'exit-code'; is: ExitCode | null }
  /** Somebody knew it. */
  | { kind: 'kiosk-lifted' }
  /** It did not end by itself the last time, and was last alive then. */
  | { kind: 'was-away'; since: number }
  | { kind: 'intent'; intent: Intent };

/** One step: an input changes what is known, then every rule is read out once, always in the same order. */
export function step(turn: Turn, input: Input): Answer | null {
  lookAgainAfterJump(turn);
  const answer = takeIn(turn, input);
  for (const rule of rules) rule(turn);
  return answer;
}

/** The window tells by itself what is in sight, also when nobody is there any more. */
const isTouch = (input: Input): boolean =>
  input.kind === 'intent'
    ? input.intent.kind !== 'chat-look'
    : input.kind === 'clicked' || input.kind === 'chosen';
const isDeed = ({ kind }: Intent): boolean => kind !== 'touched' && kind !== 'chat-look';

/** The answer is for intents only. */
function takeIn(turn: Turn, input: Input): Answer | null {
  if ('session' in input && typeof input.session === 'string' && input.session !== turn.state.session?.folder)
    return null;
  if (isTouch(input)) touched(turn);
  if (input.kind === 'intent') {
    if (isDeed(input.intent)) active(turn);
    return carryOut(turn, input.intent);
  }
  becomesKnown(turn, input);
  return null;
}

function becomesKnown(turn: Turn, input: Exclude<Input, { kind: 'intent' }>): void {
  switch (input.kind) {
    case 'wake':
      return undefined;
    case 'settings-read':
      return settingsRead(turn, input.settings);
    case 'ready':
      return noSessionFound(turn, input.ended);
    case 'entered':
      entered(turn, input);
      return machineHolds(turn);
    case 'enrol-failed':
      return enrolFailed(turn, input.message, input.final);
    case 'realtime':
      return heard(turn, input.signal);
    case 'answered':
      return answered(turn, input);
    case 'toasted':
      if (input.outcome.kind === 'shown') dropNotices(turn, 'notifications-failed');
      inboxToasted(turn, input.toast, input.outcome);
      return toasted(turn, input.toast, input.outcome);
    case 'clicked':
      return clicked(turn, input.toast, input.button);
    case 'showing':
      return notificationsAre(turn, input.showing);
    case 'chosen':
      return chosen(turn, input.choice);
    case 'power':
      return woke(turn, input.signal);
    case 'disk':
      diskIs(turn, input.failure);
      return tellDisk(turn, input.failure);
    case 'notice':
      if (input.code === 'secrets-unavailable') secretsAre(turn, input.detail === null);
      if (input.code === 'folder-unusable') diskIs(turn, 'folder');
      if (input.detail === null) return dropNotices(turn, input.code);
      return addNotice(turn, input.code, input.detail);
    case 'window':
      if (input.state !== 'shown') closingExplained(turn);
      return windowIs(turn, input.state);
    case 'tray':
      return trayIs(turn, input.there);
    case 'exit-code':
      return exitCodeIs(turn, input.is);
    case 'kiosk-lifted':
      return kioskLifted(turn, true);
    case 'was-away':
      return wasAway(turn, input.since);
    case 'stepped-in':
      proven(turn);
      return steppedIn(turn, input);
    default:
      return soundTold(turn, input);
  }
}

function answered(turn: Turn, { ask, as, sentAt, answer }: AnsweredInput): void {
  const { isSignOfLife = false, isBeside = () => false, came } = askingOf(ask);
  const beside = isBeside(ask);
  if (backendAnswered(turn, { as, answer, isSignOfLife, isBeside: beside }))
    came(turn, ask, { sentAt, answer });
}

/** An answer that makes the rules throw is as good as none: what was asked would else be asked for ever, and never anew. */
function insteadOf(input: Input, error: unknown): Input | null {
  if (input.kind !== 'answered' || input.answer.kind === 'failure') return null;
  const message = error instanceof Error ? error.message : String(error);
  return { ...input, answer: { kind: 'failure', why: 'unreadable', sent: true, message } };
}

export function initialState(
  policy: Policy | null,
  now: Moment,
  languages: readonly string[] = [],
  software: State['software'] = null,
): State {
  const first = assembled.known as State;
  return {
    ...first,
    settings: withPolicy(defaultSettings, policy),
    policy,
    languages,
    software,
    status: { ...first.status, since: new Date(now.wall).toISOString() },
  };
}

export const begin = (state: State, at: Moment, chance: Chance) =>
  beginTurn<State, Effect>(state, assembled.firsts, at, chance);

export const brainOf = (first: State): Brain<State, Input, Effect, Answer> => ({
  first,
  firsts: assembled.firsts,
  step,
  isEntered: ({ session: entered }) => entered !== null,
  wake: { kind: 'wake' },
  diskTold: (failure) => ({ kind: 'disk', failure }),
  insteadOf,
});
