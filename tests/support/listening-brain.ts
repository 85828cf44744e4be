// A brain that has read its log to the end and listens: events are pushed to it, orders pressed, snapshots answered.
import type { Verb } from '../../contract/order.ts';
import { project } from '../../core/view/project.ts';
import {
  answered,
  channel,
  createBrain,
  iso,
  ledgerOf,
  noon,
  orderId,
  orderNo,
  session,
  stream,
  type Brain,
} from './brain.ts';

export const head = (seq: number) => ({ epoch: 'e1', seq, id: `e1-${seq}` });
/** An event of the log, as somebody writes it who has read the one before it. */
export const wireEvent = (seq: number, type: string, body: object) => ({
  stream,
  epoch: 'e1',
  seq,
  prev: `e1-${seq - 1}`,
  id: `e1-${seq}`,
  type,
  at: iso(noon),
  message: 'An event',
  ...body,
});
export const event = (seq: number, order: unknown, type = 'order.new') => wireEvent(seq, type, { order });
/** Of a version whose orders this one cannot read. */
export const newer = (n: number, over: object = {}) => ({ ...orderNo(n), items: { all: [] }, ...over });
/** And whether somebody has to understand it is not said in a way that this one knows. */
export const cancelled = { status: 'cancelled', toBeUnderstood: undefined };

export const push = (brain: Brain, wire: { type: string }): void =>
  void brain.tell({
    kind: 'realtime',
    session: session.folder,
    signal: { kind: 'event', channel, name: wire.type, data: wire },
  });
/** Whatever is asked for of the log comes as: nothing more than up to there. */
export function readLog(brain: Brain, seq = 1): void {
  for (let ask = brain.open('events')[0]; ask !== undefined; ask = brain.open('events')[0])
    brain.answer(ask, answered(200, { events: [], head: head(seq) }));
}
/** And every beat is told that this is all there is. */
export function readUp(brain: Brain, seq = 1): void {
  readLog(brain, seq);
  for (const ask of brain.open('beat'))
    brain.answer(ask, answered(200, { now: iso(brain.now().wall), heads: { [stream]: head(seq) } }));
}
/** Subscribed, read up, and told so by a beat. */
export function counter(...orders: ReturnType<typeof orderNo>[]): Brain {
  const brain = createBrain({ ledger: ledgerOf(...orders) });
  for (const signal of [
    { kind: 'connected', socketId: '1.1' },
    { kind: 'subscribed', channel },
  ] as const)
    brain.tell({ kind: 'realtime', session: session.folder, signal });
  readUp(brain);
  return brain;
}
export const toasts = (brain: Brain) =>
  brain.effects().flatMap((effect) => (effect.do === 'toast' ? [effect.toast.title] : []));
export const rings = (brain: Brain) => brain.state().ringing !== null;
export const ledger = (brain: Brain) => brain.state().ledger;
export const seq = (brain: Brain) => ledger(brain).cursors.get(stream)?.seq;
export const word = (brain: Brain) => brain.state().status.word;
export const view = (brain: Brain) => project(brain.state(), brain.now().wall, new Map()).view;
export const press = (brain: Brain, n: number, verb: Verb) =>
  brain.intend({ kind: 'command', order: orderId(n), verb });
export const snapshot = (brain: Brain, seqNow: number, ...orders: unknown[]) =>
  brain.answer(
    brain.open('snapshot')[0],
    answered(200, { now: iso(noon), heads: { [stream]: head(seqNow) }, restaurant: null, orders }),
  );
