// The one map of what window and main process may ask each other; a channel missing anywhere does not compile.
import { z } from 'zod';
import { rungWords, stepInRequest } from './api.ts';
import { hearings, notificationKinds } from './notifications.ts';
import { place, queries, type Asked, type QueryAnswer, type QueryName, type Value } from './queries.ts';
import { followedTest } from './self-test.ts';
import { exitCode } from './exit-code.ts';
import { settings } from './settings.ts';
import { bellKinds } from './settings/bell-kinds.ts';
import { soundFaults } from './health.ts';
import { view, type ViewDelta } from './view.ts';
import { verb, type Verb } from './order.ts';
import { isoTime, newLongText, newShortText, uuid } from './wire.ts';

const nothing = z.null();
const chatId = z.string().min(1).max(64);
const deviceId = z.string().min(1).max(64);
/** One that cannot be read is still answered by its id, whatever that looks like. */
const orderId = z.string().min(1).max(200);

/** `quietly`: the desktop was asked not to disturb. `plainly`: not by its own way, so without buttons. */
export const notificationsShown = ['desktop', 'quietly', 'plainly', 'not-shown', 'unanswered'] as const;
export type NotificationShown = (typeof notificationsShown)[number];

export const ipc = {
  'view.get': { request: nothing, response: view },
  'order.command': {
    request: z.strictObject({
      order: orderId,
      verb,
      reason: z.string().trim().min(1).max(500).optional(),
      minutes: z.number().int().min(1).max(240).optional(),
      item: z.string().max(40).optional(),
      ticked: z.boolean().optional(),
    }),
    response: z.strictObject({ command: z.string() }),
  },
  /** `command`: the one the person saw. Without it the newest is taken back, which may be another by now. */
  'order.undo': {
    request: z.strictObject({ order: orderId, command: z.string().max(64).optional() }),
    response: nothing,
  },
  /** Somebody took care of an order that cannot be read here where it came from. */
  'order.handled': { request: z.strictObject({ order: orderId }), response: nothing },
  /** A command the backend refused is taken off the screen. */
  'order.dismiss': { request: z.strictObject({ order: orderId }), response: nothing },
  'bell.stop': { request: nothing, response: nothing },
  /** Whether the bell was heard when it was tried at opening. */
  'opening.answer': { request: z.strictObject({ heard: z.boolean() }), response: nothing },
  /** How a sound of this console is; `rings`: an order does, and is not disturbed. */
  'bell.try': {
    request: z.strictObject({ kind: z.enum(bellKinds) }),
    response: z.strictObject({ came: z.enum(['played', 'cut-off', 'rings', ...soundFaults]) }),
  },
  /** The loudspeakers that it could come out of. */
  'bell.outputs': {
    request: nothing,
    response: z.array(z.strictObject({ id: z.string(), label: z.string() })),
  },
  /** Somebody touched the window; told once in a while. */
  'window.touched': { request: nothing, response: nothing },
  'link.try-now': { request: nothing, response: nothing },
  'device.enrol': {
    request: z.strictObject({ url: z.string().max(500), code: z.string().trim().min(1).max(300) }),
    response: nothing,
  },
  /** The device leaves its restaurant and everything of it is wiped. */
  'device.leave': {
    /** Presses that were not sent yet are thrown away; without this they are a reason to stay. */
    request: z.strictObject({ discard: z.boolean() }),
    response: nothing,
  },
  // What a manager does to a device of the restaurant: now or not at all.
  'device.rename': { request: z.strictObject({ device: deviceId, name: newShortText }), response: nothing },
  'device.ring': {
    request: z.strictObject({ device: deviceId }),
    response: z.strictObject({ rung: z.enum(rungWords) }),
  },
  'device.revoke': { request: z.strictObject({ device: deviceId }), response: nothing },
  /** What the own phone is added with, to be shown as a QR code. */
  'phone.link': {
    request: nothing,
    response: z.strictObject({ url: z.string().max(600), expiresAt: isoTime }),
  },
  'phone.remove': { request: z.strictObject({ phone: z.string().min(1).max(64) }), response: nothing },
  'person.step-in': { request: stepInRequest, response: nothing },
  'person.step-out': { request: nothing, response: nothing },
  /** Somebody wants to quit: they are asked back where that matters. */
  'program.quit': { request: nothing, response: nothing },
  'program.stay': { request: nothing, response: nothing },
  /** They were asked, and mean it. */
  'program.quit-anyway': { request: nothing, response: nothing },
  /** Where the window goes has been read. */
  'window.close': { request: nothing, response: nothing },
  'window.full-screen': { request: nothing, response: nothing },
  /** `code`: chosen here, where there is none yet; null: the one there is leads out. */
  'kiosk.enter': { request: z.strictObject({ code: exitCode.nullable() }), response: nothing },
  /** Until somebody goes back to it, or the next start. */
  'kiosk.lift': { request: z.strictObject({ code: z.string().min(1).max(40) }), response: nothing },
  'kiosk.leave': { request: nothing, response: nothing },
  'settings.change': { request: settings.partial(), response: nothing },
  'inbox.open': { request: z.strictObject({ notification: z.string().min(1).max(64) }), response: nothing },
  /** `upTo`: the newest that was seen. */
  'inbox.open-all': { request: z.strictObject({ upTo: isoTime }), response: nothing },
  'inbox.choose': {
    request: z.strictObject({ kind: z.enum(notificationKinds), hearing: z.enum(hearings) }),
    response: nothing,
  },
  /** A notification that is about nothing, to see how this desktop shows them. */
  'notification.try': { request: nothing, response: z.strictObject({ shown: z.enum(notificationsShown) }) },
  /** Begins a self-test, or joins the one that runs. It rings for nobody. */
  'self-test.start': { request: nothing, response: z.strictObject({ run: z.number().int().positive() }) },
  /** Answered once more than `known` checks are done, or none is left. */
  'self-test.follow': {
    request: z.strictObject({ run: z.number().int().positive(), known: z.number().int().nonnegative() }),
    response: followedTest,
  },
  /** Into the folder of downloads; answered with where that is. */
  'diagnostics.save': { request: nothing, response: z.strictObject({ file: z.string() }) },
  'notice.dismiss': { request: z.strictObject({ id: z.string().max(80) }), response: nothing },
  'chat.write': {
    request: z.strictObject({ chat: chatId, text: newLongText }),
    response: z.strictObject({ command: z.string() }),
  },
  'chat.delete': { request: z.strictObject({ chat: chatId, message: uuid }), response: nothing },
  /** What was refused is tried once more, or taken off the screen. */
  'chat.again': { request: z.strictObject({ written: z.string().max(64) }), response: nothing },
  'chat.drop': { request: z.strictObject({ written: z.string().max(64) }), response: nothing },
  /** The newest messages of this chat are before somebody's eyes; null: of none. */
  'chat.look': { request: z.strictObject({ chat: chatId.nullable() }), response: nothing },
  'announcement.dismiss': { request: z.strictObject({ id: z.string().max(80) }), response: nothing },
  /** Questions for the backend, beside the commands: nothing of them is written down. */
  ...queries,
  /** Nobody at this place of the window waits for an answer any more. */
  'query.cancel': { request: z.strictObject({ place }), response: nothing },
} as const satisfies Record<string, { request: z.ZodType; response: z.ZodType }>;

export type Channel = keyof typeof ipc;
export type Request<C extends Channel> = z.infer<(typeof ipc)[C]['request']>;
export type Response<C extends Channel> = z.infer<(typeof ipc)[C]['response']>;

export const ipcErrorCodes = [
  'invalid',
  'not-allowed',
  'not-enrolled',
  'not-found',
  'refused',
  'unreachable',
  'internal',
  'wrong-secret', // stepping in: PIN or password is nobody's
  'throttled', // too many wrong ones: `retryAfterSeconds` says how long to wait
  'rings', // leaving: somebody has to hear an order first
  'unsent', // leaving: presses would be lost; `unsent` names them
] as const;
export type IpcError = {
  code: (typeof ipcErrorCodes)[number];
  message: string;
  retryAfterSeconds?: number;
  unsent?: { number: string; verb: Verb }[];
  /** And so many messages of chats. */
  unsentMessages?: number;
};
export type IpcAnswer<T> = { ok: true; value: T } | { ok: false; error: IpcError };

export type Handlers = { [C in Channel]: (request: Request<C>) => Promise<IpcAnswer<Response<C>>> };

/** What the preload script puts on `window.counterbell`: verbs, no channels. */
export type CounterbellWindow = {
  view(): Promise<IpcAnswer<Response<'view.get'>>>;
  /** Calls back on every delta until the returned function is called. */
  onDelta(listener: (delta: ViewDelta) => void): () => void;
  command(request: Request<'order.command'>): Promise<IpcAnswer<Response<'order.command'>>>;
  undo(request: Request<'order.undo'>): Promise<IpcAnswer<null>>;
  handled(request: Request<'order.handled'>): Promise<IpcAnswer<null>>;
  dismissRefused(request: Request<'order.dismiss'>): Promise<IpcAnswer<null>>;
  stopBell(): Promise<IpcAnswer<null>>;
  answerOpening(request: Request<'opening.answer'>): Promise<IpcAnswer<null>>;
  tryBell(request: Request<'bell.try'>): Promise<IpcAnswer<Response<'bell.try'>>>;
  bellOutputs(): Promise<IpcAnswer<Response<'bell.outputs'>>>;
  touched(): Promise<IpcAnswer<null>>;
  tryNow(): Promise<IpcAnswer<null>>;
  enrol(request: Request<'device.enrol'>): Promise<IpcAnswer<null>>;
  leave(request: Request<'device.leave'>): Promise<IpcAnswer<null>>;
  renameDevice(request: Request<'device.rename'>): Promise<IpcAnswer<null>>;
  linkPhone(): Promise<IpcAnswer<Response<'phone.link'>>>;
  removePhone(request: Request<'phone.remove'>): Promise<IpcAnswer<null>>;
  ringDevice(request: Request<'device.ring'>): Promise<IpcAnswer<Response<'device.ring'>>>;
  revokeDevice(request: Request<'device.revoke'>): Promise<IpcAnswer<null>>;
  stepIn(request: Request<'person.step-in'>): Promise<IpcAnswer<null>>;
  stepOut(): Promise<IpcAnswer<null>>;
  quit(): Promise<IpcAnswer<null>>;
  stay(): Promise<IpcAnswer<null>>;
  quitAnyway(): Promise<IpcAnswer<null>>;
  closeWindow(): Promise<IpcAnswer<null>>;
  fullScreen(): Promise<IpcAnswer<null>>;
  enterKiosk(request: Request<'kiosk.enter'>): Promise<IpcAnswer<null>>;
  liftKiosk(request: Request<'kiosk.lift'>): Promise<IpcAnswer<null>>;
  leaveKiosk(): Promise<IpcAnswer<null>>;
  changeSettings(request: Request<'settings.change'>): Promise<IpcAnswer<null>>;
  openNotification(request: Request<'inbox.open'>): Promise<IpcAnswer<null>>;
  openAllNotifications(request: Request<'inbox.open-all'>): Promise<IpcAnswer<null>>;
  chooseHearing(request: Request<'inbox.choose'>): Promise<IpcAnswer<null>>;
  tryNotification(): Promise<IpcAnswer<Response<'notification.try'>>>;
  startSelfTest(): Promise<IpcAnswer<Response<'self-test.start'>>>;
  followSelfTest(request: Request<'self-test.follow'>): Promise<IpcAnswer<Response<'self-test.follow'>>>;
  saveDiagnostics(): Promise<IpcAnswer<Response<'diagnostics.save'>>>;
  dismissNotice(request: Request<'notice.dismiss'>): Promise<IpcAnswer<null>>;
  writeInChat(request: Request<'chat.write'>): Promise<IpcAnswer<Response<'chat.write'>>>;
  deleteInChat(request: Request<'chat.delete'>): Promise<IpcAnswer<null>>;
  tryWrittenAgain(request: Request<'chat.again'>): Promise<IpcAnswer<null>>;
  dropWritten(request: Request<'chat.drop'>): Promise<IpcAnswer<null>>;
  lookAtChat(request: Request<'chat.look'>): Promise<IpcAnswer<null>>;
  dismissAnnouncement(request: Request<'announcement.dismiss'>): Promise<IpcAnswer<null>>;
  ask<N extends QueryName>(
    query: N,
    place: string,
    asked: Asked<N>,
  ): Promise<IpcAnswer<QueryAnswer<Value<N>>>>;
  cancelQuery(request: Request<'query.cancel'>): Promise<IpcAnswer<null>>;
};

/** The one channel on which main pushes; everything else is asked for. */
export const deltaChannel = 'view.delta';
