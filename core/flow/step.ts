// One step of the brain: an input changes what is known, then every rule is read out once, always in the same order.
// Nothing here touches the world: what comes out is the new state, the journal's line and the effects behind it.
import { problem } from '../../contract/problem.ts';
import { toasted } from '../alerts/outcome.ts';
import { raiseAlerts } from '../alerts/raise.ts';
import { ringBell, rang } from '../alerts/bell.ts';
import { ringAnonymously } from '../existing/anonymous.ts';
import { lookUpAbsent, orderCame } from '../existing/absent.ts';
import { listCame, readWhenDue } from '../existing/poll.ts';
import { learnFromAnswer } from '../health/health.ts';
import { addNotice, dropNotices, tellDisk } from '../health/notices.ts';
import { learnFit } from '../health/fit.ts';
import { tellStatus } from '../health/status.ts';
import { heardFromLink, keepLink } from '../link/link.ts';
import { forgetOld } from '../orders/forget.ts';
import { commandCame, receiptsCame, sendOutbox, sendSoon } from '../outbox/send.ts';
import { settleOutbox } from '../outbox/settle.ts';
import { noticeJumps, woke } from '../power/awake.ts';
import { enrolByItself, enrolFailed, entered, openDoor } from '../session/door.ts';
import { wipeWhenEnded } from '../session/leave.ts';
import { proven, provesLink, provesToken, sentAway } from '../session/overtaken.ts';
import { active, stepOut, stepOutWhenIdle, steppedIn } from '../session/person.ts';
import { beatCame, beatWhenDue, followHeads } from '../streams/beat.ts';
import { askForMissing, pageCame, snapshotCame } from '../streams/fetch.ts';
import { closeGaps, pushed } from '../streams/follow.ts';
import { chosen, clicked, obey, settingsRead } from './intents.ts';
import type { Input } from './input.ts';
import type { Answer } from './state.ts';
import { learn, type Turn } from './turn.ts';

/** What an order on its way meets, from the stream to the bell; then what keeps the way open. */
const rules: readonly ((turn: Turn) => void)[] = [
  wipeWhenEnded,
  stepOutWhenIdle,
  enrolByItself,
  keepLink,
  followHeads,
  readWhenDue,
  lookUpAbsent,
  ringAnonymously,
  closeGaps,
  askForMissing,
  settleOutbox,
  raiseAlerts,
  ringBell,
  sendOutbox,
  beatWhenDue,
  forgetOld,
  tellStatus,
];

/** The answer is for intents only. */
export function step(turn: Turn, input: Input): Answer | null {
  noticeJumps(turn);
  const answer = takeIn(turn, input);
  for (const rule of rules) rule(turn);
  return answer;
}

function takeIn(turn: Turn, input: Input): Answer | null {
  if ('session' in input && typeof input.session === 'string' && input.session !== turn.state.session?.folder)
    return null;
  switch (input.kind) {
    case 'wake':
      return null;
    case 'settings-read':
      settingsRead(turn, input.settings);
      return null;
    case 'ready':
      openDoor(turn, input.ended);
      return null;
    case 'entered':
      entered(turn, input);
      return null;
    case 'enrol-failed':
      enrolFailed(turn, input.message, input.final);
      return null;
    case 'realtime':
      if (provesLink(input.signal)) proven(turn);
      if (input.signal.kind === 'event')
        pushed(turn, input.signal.channel, input.signal.name, input.signal.data);
      else heardFromLink(turn, input.signal);
      return null;
    case 'answered':
      answered(turn, input);
      return null;
    case 'toasted':
      toasted(turn, input.toast, input.outcome);
      return null;
    case 'clicked':
      clicked(turn, input.toast);
      return null;
    case 'rang':
      rang(turn, input.heard, input.orders);
      return null;
    case 'chosen':
      chosen(turn, input.choice);
      return null;
    case 'power':
      woke(turn, input.signal);
      return null;
    case 'disk':
      tellDisk(turn, input.failure);
      return null;
    case 'notice':
      if (input.detail === null) dropNotices(turn, input.code);
      else addNotice(turn, input.code, input.detail);
      return null;
    case 'window':
      learn(turn, { window: input.state });
      return null;
    case 'stepped-in':
      proven(turn);
      steppedIn(turn, input);
      return null;
    case 'intent':
      active(turn);
      return obey(turn, input.intent);
    default:
      return input satisfies never;
  }
}

function answered(turn: Turn, { ask, as, sentAt, answer }: Input & { kind: 'answered' }): void {
  if (turn.state.session?.existing === null) learnFit(turn, answer);
  if (provesToken(answer)) proven(turn);
  if (answer.kind === 'answer' && answer.status === 401) {
    if (problemCode(answer.body) === 'device-revoked') return sentAway(turn);
    // It is the person whom the backend does not know any more, not the device.
    if (as === 'person') stepOut(turn);
    // Of somebody who is not in any more it says nothing about who is, nor about the device.
    else if (as === 'device') learnFromAnswer(turn, answer);
  } else learnFromAnswer(turn, answer);
  // One proof of life is worth trying again for everything that waits.
  if ((ask.for === 'beat' || ask.for === 'list') && answer.kind === 'answer' && answer.status === 200)
    sendSoon(turn);
  switch (ask.for) {
    case 'beat':
      return beatCame(turn, ask, sentAt, answer);
    case 'events':
      return pageCame(turn, ask, answer);
    case 'snapshot':
      return snapshotCame(turn, ask, answer);
    case 'command':
      return commandCame(turn, ask, answer);
    case 'receipts':
      return receiptsCame(turn, ask, answer);
    case 'list':
      return listCame(turn, ask, sentAt, answer);
    case 'order':
      return orderCame(turn, ask, sentAt, answer);
    case 'step-out':
      return;
    default:
      return ask satisfies never;
  }
}

const problemCode = (body: unknown): string | null => {
  const read = problem.safeParse(body);
  return read.success ? read.data.code : null;
};
