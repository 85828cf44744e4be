// What the window may ask of the main process: every channel of the contract, the sender checked, the request
// parsed, the answer a value.
import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron';
import { ipc, type Channel, type Handlers, type IpcAnswer } from '../contract/ipc.ts';
import { cutText } from '../contract/wire.ts';
import type { Asked, QueryName } from '../contract/queries.ts';
import type { Counterbell, Intent } from '../core/counterbell.ts';
import type { Log } from '../core/ports/log.ts';
import type { SelfTests } from './diagnosis/followed.ts';
import type { Saved } from './diagnosis/save.ts';
import { windowOrigin } from './app-scheme.ts';
import { logViolations } from './violations.ts';

export function handlersOf(
  counterbell: Pick<
    Counterbell,
    'handle' | 'view' | 'queries' | 'devices' | 'phones' | 'bell' | 'tryNotification'
  >,
  { selfTests, save }: { selfTests: Pick<SelfTests, 'start' | 'follow'>; save: () => Promise<Saved> },
): Handlers {
  /** A question that got no answer was answered all the same: with why. */
  const asking =
    <N extends QueryName>(name: N) =>
    async ({ place, asked }: { place: string; asked: Asked<N> }) =>
      ({ ok: true, value: await counterbell.queries.ask(name, place, asked) }) as const;
  async function nothing(intent: Intent): Promise<IpcAnswer<null>> {
    const answer = await counterbell.handle(intent);
    return answer.ok ? { ok: true, value: null } : answer;
  }
  return {
    'view.get': async () => ({ ok: true, value: counterbell.view() }),
    'order.command': async (request) => {
      const answer = await counterbell.handle({ kind: 'command', ...request });
      return answer.ok ? { ok: true, value: { command: answer.value.command ?? '' } } : answer;
    },
    'order.undo': (request) => nothing({ kind: 'undo', ...request }),
    'order.handled': ({ order }) => nothing({ kind: 'handled', order }),
    'order.dismiss': ({ order }) => nothing({ kind: 'dismiss-refused', order }),
    'bell.stop': () => nothing({ kind: 'stop-bell' }),
    'opening.answer': ({ heard }) => nothing({ kind: 'answer-opening', heard }),
    'bell.try': (request) => counterbell.bell.try(request),
    'bell.outputs': () => counterbell.bell.outputs(),
    'window.touched': () => nothing({ kind: 'touched' }),
    'link.try-now': () => nothing({ kind: 'try-now' }),
    'device.enrol': ({ url, code }) => nothing({ kind: 'enrol', url, code }),
    'device.leave': ({ discard }) => nothing({ kind: 'leave', discard }),
    'device.rename': (request) => counterbell.devices.rename(request),
    'device.ring': (request) => counterbell.devices.ring(request),
    'device.revoke': (request) => counterbell.devices.revoke(request),
    'phone.link': () => counterbell.phones.link(),
    'phone.remove': (request) => counterbell.phones.remove(request),
    'person.step-in': (who) => nothing({ kind: 'step-in', who }),
    'person.step-out': () => nothing({ kind: 'step-out' }),
    'program.quit': () => nothing({ kind: 'quit', by: 'window' }),
    'program.stay': () => nothing({ kind: 'stay' }),
    'program.quit-anyway': () => nothing({ kind: 'quit-anyway' }),
    'window.close': () => nothing({ kind: 'close-window' }),
    'window.full-screen': () => nothing({ kind: 'full-screen' }),
    'kiosk.enter': (request) => nothing({ kind: 'enter-kiosk', ...request }),
    'kiosk.lift': (request) => nothing({ kind: 'lift-kiosk', ...request }),
    'kiosk.leave': () => nothing({ kind: 'leave-kiosk' }),
    'settings.change': (change) => nothing({ kind: 'change-settings', change }),
    'inbox.open': ({ notification }) => nothing({ kind: 'open-notification', notification }),
    'inbox.open-all': ({ upTo }) => nothing({ kind: 'open-all-notifications', upTo }),
    'inbox.choose': (choice) => nothing({ kind: 'choose-hearing', choice }),
    'notification.try': async () => ({ ok: true, value: { shown: await counterbell.tryNotification() } }),
    'self-test.start': async () => ({ ok: true, value: { run: selfTests.start() } }),
    'self-test.follow': async ({ run, known }) => {
      const value = await selfTests.follow(run, known);
      return value === null
        ? { ok: false, error: { code: 'not-found', message: 'This self-test is no longer known.' } }
        : { ok: true, value };
    },
    'diagnostics.save': async () => {
      const saved = await save();
      return saved.ok
        ? { ok: true, value: { file: saved.file } }
        : { ok: false, error: { code: 'refused', message: saved.message } };
    },
    'notice.dismiss': ({ id }) => nothing({ kind: 'dismiss-notice', id }),
    'chat.write': async (request) => {
      const answer = await counterbell.handle({ kind: 'chat-write', ...request });
      return answer.ok ? { ok: true, value: { command: answer.value.command ?? '' } } : answer;
    },
    'chat.delete': (request) => nothing({ kind: 'chat-delete', ...request }),
    'chat.again': (request) => nothing({ kind: 'chat-again', ...request }),
    'chat.drop': (request) => nothing({ kind: 'chat-drop', ...request }),
    'chat.look': (request) => nothing({ kind: 'chat-look', ...request }),
    'announcement.dismiss': ({ id }) => nothing({ kind: 'dismiss-announcement', id }),
    'order.timeline': asking('order.timeline'),
    'orders.history': asking('orders.history'),
    'inbox.page': asking('inbox.page'),
    'chat.older': asking('chat.older'),
    'devices.list': asking('devices.list'),
    'phones.list': asking('phones.list'),
    'query.cancel': async ({ place }) => {
      counterbell.queries.cancel(place);
      return { ok: true, value: null };
    },
  } satisfies Handlers;
}

/** Only the main frame of our one window, while it shows our own page. */
export function isFrom(
  current: () => BrowserWindow | null,
): (event: Pick<IpcMainInvokeEvent, 'senderFrame' | 'sender'>) => boolean {
  return ({ senderFrame, sender }) => {
    const contents = current()?.webContents;
    if (contents === undefined || sender !== contents || senderFrame === null) return false;
    return senderFrame === contents.mainFrame && senderFrame.origin === windowOrigin;
  };
}

export type ServeOptions = {
  ipcMain: Pick<IpcMain, 'handle' | 'on'>;
  handlers: Handlers;
  /** Nobody else is answered. */
  isOurs: (event: Pick<IpcMainInvokeEvent, 'senderFrame' | 'sender'>) => boolean;
  log: Log;
};

const longestMessage = 300;

export function serveWindow({ ipcMain, handlers, isOurs, log }: ServeOptions): void {
  let strangers = 0;
  async function answer(
    channel: Channel,
    event: IpcMainInvokeEvent,
    request: unknown,
  ): Promise<IpcAnswer<unknown>> {
    if (!isOurs(event)) {
      strangers += 1;
      // By powers of ten: a flood must not fill the log.
      if (Number.isInteger(Math.log10(strangers))) log.warn('ipc.stranger', { channel, times: strangers });
      return {
        ok: false,
        error: { code: 'not-allowed', message: 'Only the console’s own window is answered.' },
      };
    }
    const read = ipc[channel].request.safeParse(request);
    if (!read.success) {
      const issue = read.error.issues[0];
      const message = `${channel}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'invalid'}`;
      // It names what it does not know, and that may be as long as whoever asked likes.
      return { ok: false, error: { code: 'invalid', message: cutText(message, longestMessage) } };
    }
    try {
      const handle = handlers[channel] as (request: unknown) => Promise<IpcAnswer<unknown>>;
      return await handle(read.data);
    } catch (error) {
      log.error('ipc.failed', { channel, message: error instanceof Error ? error.message : String(error) });
      return {
        ok: false,
        error: { code: 'internal', message: 'Something went wrong in the console itself.' },
      };
    }
  }

  logViolations(ipcMain, isOurs, log);
  for (const channel of Object.keys(ipc) as Channel[])
    ipcMain.handle(channel, (event, request: unknown) => answer(channel, event, request));
}
