// Sends what staff press, once per press: until its effect is seen, pressing again does nothing.
import type { CounterbellWindow, IpcAnswer, IpcError, Request, Response } from '../../contract/ipc.ts';
import type { Verb } from '../../contract/order.ts';
import type { FollowedTest } from '../../contract/self-test.ts';
import type { BellKind } from '../../contract/settings/bell-kinds.ts';
import type { OrderView, View } from '../../contract/view.ts';

export type Problem = IpcError;

type Press =
  | { kind: 'pressed'; seen: OrderView | undefined; answered: boolean }
  | { kind: 'failed'; problem: Problem };

export type Extra = { reason?: string; minutes?: number; item?: string; ticked?: boolean };

export type Commands = {
  press(order: string, verb: Verb, extra?: Extra): void;
  /** Takes back the press the person saw, not whatever is the newest by the time it arrives. */
  undo(order: string, command: string | null): void;
  /** An order that cannot be read here was taken care of elsewhere. */
  handled(order: string): void;
  dismissRefused(order: string): void;
  stopBell(): void;
  /** How that sound is; null: it did not come to that. */
  tryBell(kind: BellKind): Promise<Tried | null>;
  /** The loudspeakers that the bell could come out of. */
  bellOutputs(): Promise<Response<'bell.outputs'>>;
  tryNow(): void;
  changeSettings(change: Request<'settings.change'>): void;
  dismissNotice(id: string): void;
  /** null: nobody answered. */
  tryNotification(): Promise<Shown | null>;
  /** Its number; null: it could not be begun. */
  startSelfTest(): Promise<number | null>;
  /** What is done of it once that is more than `known`; null: it is not known any more. */
  followSelfTest(run: number, known: number): Promise<FollowedTest | null>;
  /** Where they are; null: the place of the self-test says why not. */
  saveDiagnostics(): Promise<string | null>;
  openNotification(id: string): void;
  /** `upTo`: when the newest that is in sight was sent. */
  openAllNotifications(upTo: string): void;
  chooseHearing(choice: Request<'inbox.choose'>): void;
  dismissAnnouncement(id: string): void;
  writeInChat(chat: string, text: string): Promise<Problem | null>;
  deleteInChat(chat: string, message: string): void;
  /** Something written that was refused: once more, or not at all. */
  tryWrittenAgain(id: string): void;
  dropWritten(id: string): void;
  /** Whose newest messages are before somebody's eyes; null: nobody's. */
  lookAtChat(chat: string | null): void;
  enrol(url: string, code: string): Promise<Problem | null>;
  stepIn(pin: string): Promise<Problem | null>;
  stepOut(): void;
  renameDevice(device: string, name: string): Promise<Problem | null>;
  /** null: it did not come to that; the place of the device says why. */
  ringDevice(device: string): Promise<Rung | null>;
  revokeDevice(device: string): Promise<Problem | null>;
  /** null: there is none; the place of the phones says why. */
  linkPhone(): Promise<Response<'phone.link'> | null>;
  removePhone(phone: string): Promise<Problem | null>;
  /** Whether they heard the bell when it was tried at opening. */
  answerOpening(heard: boolean): void;
  /** Asks back where that matters. */
  quit(): void;
  stay(): void;
  quitAnyway(): void;
  closeWindow(): void;
  fullScreen(): void;
  /** `code`: chosen now; null: there is one. */
  enterKiosk(code: string | null): Promise<Problem | null>;
  liftKiosk(code: string): Promise<Problem | null>;
  leaveKiosk(): void;
  /** Somebody touched the window. */
  touched(): void;
  /** `discard`: presses that were not sent yet may be lost. */
  leave(discard: boolean): Promise<Problem | null>;
  /** A press on this place has been taken and its effect is not to be seen yet. */
  isBusy(place: string): boolean;
  problemOf(place: string): Problem | null;
  forget(place: string): void;
  subscribe(listener: () => void): () => void;
};

/** Places of presses that belong to no order. */
export const bellPlace = 'bell';
export const linkPlace = 'link';
export const settingsPlace = 'settings';
export const notificationPlace = 'notification';
export const personPlace = 'person';
export const openingPlace = 'opening';
export const selfTestPlace = 'self-test';
export const devicePlace = (device: string): string => `device ${device}`;

export const phonesPlace = 'phones';
export const phonePlace = (phone: string): string => `phone ${phone}`;

export type Shown = Response<'notification.try'>['shown'];
export type Tried = Response<'bell.try'>['came'];
export type Rung = Response<'device.ring'>['rung'];

type Wiring = {
  api: CounterbellWindow;
  /** The view as it is now: a changed order lifts the hold on its buttons. */
  view(): View | null;
  onView(listener: () => void): void;
  after(ms: number, run: () => void): void;
};

/** Answered, but no change came: the hold is lifted all the same. */
const holdMs = 1500;

export function createCommands({ api, view, onView, after }: Wiring): Commands {
  const presses = new Map<string, Press>();
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const orderOf = (place: string): OrderView | undefined =>
    view()?.orders.find((known) => known.order.id === orderId(place));

  onView(() => {
    let lifted = false;
    for (const [place, press] of presses) {
      const stale = press.kind === 'pressed' && press.seen !== undefined && press.seen !== orderOf(place);
      if (stale) lifted = presses.delete(place) || lifted;
    }
    if (lifted) changed();
  });

  async function send<T>(place: string, ask: () => Promise<IpcAnswer<T>>): Promise<Problem | null> {
    if (presses.get(place)?.kind === 'pressed') return null;
    const press: Press = { kind: 'pressed', seen: orderOf(place), answered: false };
    presses.set(place, press);
    changed();
    const answer = await ask().catch((error: unknown) => unreachable(error));
    if (!answer.ok) {
      presses.set(place, { kind: 'failed', problem: answer.error });
      changed();
      return answer.error;
    }
    if (presses.get(place) !== press) return null;
    press.answered = true;
    const lift = (): void => {
      if (presses.get(place) !== press) return;
      presses.delete(place);
      changed();
    };
    if (press.seen) after(holdMs, lift);
    else lift();
    return null;
  }

  return {
    press(order, verb, extra = {}) {
      const place = extra.item === undefined ? order : itemPlace(order, extra.item);
      void send(place, () => api.command({ order, verb, ...extra }));
    },
    undo: (order, command) =>
      void send(order, () => api.undo(command === null ? { order } : { order, command })),
    handled: (order) => void send(order, () => api.handled({ order })),
    dismissRefused: (order) => void send(order, () => api.dismissRefused({ order })),
    stopBell: () => void send(bellPlace, () => api.stopBell()),
    async tryBell(kind) {
      let came: Tried | null = null;
      await send(`try ${kind}`, async () => {
        const answer = await api.tryBell({ kind });
        if (answer.ok) came = answer.value.came;
        return answer;
      });
      return came;
    },
    async bellOutputs() {
      const answer = await api.bellOutputs().catch((error: unknown) => unreachable(error));
      return answer.ok ? answer.value : [];
    },
    tryNow: () => void send(linkPlace, () => api.tryNow()),
    // Sliders send many changes in a row: each has its own place.
    changeSettings: (change) => {
      const place = `${settingsPlace} ${JSON.stringify(change)}`;
      void send(place, () => api.changeSettings(change)).then((problem) => {
        presses.delete(place);
        if (problem) presses.set(settingsPlace, { kind: 'failed', problem });
        else presses.delete(settingsPlace);
        changed();
      });
    },
    async startSelfTest() {
      const answer = await api.startSelfTest().catch(unreachable);
      return answer.ok ? answer.value.run : null;
    },
    async followSelfTest(run, known) {
      const answer = await api.followSelfTest({ run, known }).catch(unreachable);
      return answer.ok ? answer.value : null;
    },
    async saveDiagnostics() {
      let file: string | null = null;
      await send(selfTestPlace, async () => {
        const answer = await api.saveDiagnostics();
        if (answer.ok) ({ file } = answer.value);
        return answer;
      });
      return file;
    },
    dismissNotice: (id) => void send(`notice ${id}`, () => api.dismissNotice({ id })),
    openNotification: (id) =>
      void send(`notification ${id}`, () => api.openNotification({ notification: id })),
    openAllNotifications: (upTo) => void send('notifications', () => api.openAllNotifications({ upTo })),
    chooseHearing: (choice) => void send(`hearing ${choice.kind}`, () => api.chooseHearing(choice)),
    dismissAnnouncement: (id) => void send(`announcement ${id}`, () => api.dismissAnnouncement({ id })),
    writeInChat: (chat, text) => send(`chat ${chat}`, () => api.writeInChat({ chat, text })),
    deleteInChat: (chat, message) =>
      void send(`message ${message}`, () => api.deleteInChat({ chat, message })),
    tryWrittenAgain: (id) => void send(`written ${id}`, () => api.tryWrittenAgain({ written: id })),
    dropWritten: (id) => void send(`written ${id}`, () => api.dropWritten({ written: id })),
    lookAtChat: (chat) => void api.lookAtChat({ chat }).catch(() => undefined),
    enrol: (url, code) => send('setup', () => api.enrol({ url, code })),
    stepIn: (pin) => send('pin', () => api.stepIn({ pin })),
    stepOut: () => void send(personPlace, () => api.stepOut()),
    renameDevice: (device, name) => send(devicePlace(device), () => api.renameDevice({ device, name })),
    async ringDevice(device) {
      let rung: Rung | null = null;
      await send(devicePlace(device), async () => {
        const answer = await api.ringDevice({ device });
        if (answer.ok) rung = answer.value.rung;
        return answer;
      });
      return rung;
    },
    async tryNotification() {
      let shown: Shown | null = null;
      await send(notificationPlace, async () => {
        const answer = await api.tryNotification();
        if (answer.ok) shown = answer.value.shown;
        return answer;
      });
      return shown;
    },
    revokeDevice: (device) => send(devicePlace(device), () => api.revokeDevice({ device })),
    async linkPhone() {
      let link: Response<'phone.link'> | null = null;
      await send(phonesPlace, async () => {
        const answer = await api.linkPhone();
        if (answer.ok) link = answer.value;
        return answer;
      });
      return link;
    },
    removePhone: (phone) => send(phonePlace(phone), () => api.removePhone({ phone })),
    answerOpening: (heard) => void send(openingPlace, () => api.answerOpening({ heard })),
    quit: () => void send('quit', () => api.quit()),
    stay: () => void api.stay().catch(() => undefined),
    quitAnyway: () => void send('quit', () => api.quitAnyway()),
    closeWindow: () => void send('window', () => api.closeWindow()),
    fullScreen: () => void send('window', () => api.fullScreen()),
    enterKiosk: (code) => send('kiosk', () => api.enterKiosk({ code })),
    liftKiosk: (code) => send('kiosk', () => api.liftKiosk({ code })),
    leaveKiosk: () => void send('kiosk', () => api.leaveKiosk()),
    touched: () => void api.touched().catch(() => undefined),
    leave: (discard) => send('leave', () => api.leave({ discard })),
    isBusy: (place) => presses.get(place)?.kind === 'pressed',
    problemOf(place) {
      const press = presses.get(place);
      return press?.kind === 'failed' ? press.problem : null;
    },
    forget(place) {
      if (presses.delete(place)) changed();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const itemPlace = (order: string, item: string): string => `${order}/${item}`;
const orderId = (place: string): string => place.split('/')[0] ?? place;

function unreachable(error: unknown): Extract<IpcAnswer<never>, { ok: false }> {
  return {
    ok: false,
    error: { code: 'internal', message: error instanceof Error ? error.message : String(error) },
  };
}
