// The bridge: verbs on `window.counterbell`, and no channel within the page's reach. Types only from the
// contract, so that nothing but this file runs here.
import { contextBridge, ipcRenderer } from 'electron';
import type {
  Channel,
  CounterbellWindow,
  deltaChannel,
  IpcAnswer,
  Request,
  Response,
} from '../contract/ipc.ts';
import type { QueryName } from '../contract/queries.ts';
import type { ViewDelta } from '../contract/view.ts';
import type { violationChannel } from './violations.ts';

const invoke = <T>(channel: Channel, request: unknown): Promise<IpcAnswer<T>> =>
  ipcRenderer.invoke(channel, request) as Promise<IpcAnswer<T>>;
const ask = <C extends Channel>(channel: C, request: Request<C>): Promise<IpcAnswer<Response<C>>> =>
  invoke(channel, request);

/** No other channel can be named by the page; a query that is missing here does not compile. */
const queries: { readonly [N in QueryName]: N } = {
  'order.timeline': 'order.timeline',
  'orders.history': 'orders.history',
  'inbox.page': 'inbox.page',
  'chat.older': 'chat.older',
  'devices.list': 'devices.list',
  'phones.list': 'phones.list',
};

const deltas: typeof deltaChannel = 'view.delta';
const violations: typeof violationChannel = 'csp.violation';

const verbs: CounterbellWindow = {
  view: () => ask('view.get', null),
  onDelta(listener) {
    const pass = (_event: unknown, delta: ViewDelta) => listener(delta);
    ipcRenderer.on(deltas, pass);
    return () => void ipcRenderer.off(deltas, pass);
  },
  command: (request) => ask('order.command', request),
  undo: (request) => ask('order.undo', request),
  handled: (request) => ask('order.handled', request),
  dismissRefused: (request) => ask('order.dismiss', request),
  stopBell: () => ask('bell.stop', null),
  answerOpening: (request) => ask('opening.answer', request),
  tryBell: (request) => ask('bell.try', request),
  bellOutputs: () => ask('bell.outputs', null),
  touched: () => ask('window.touched', null),
  tryNow: () => ask('link.try-now', null),
  enrol: (request) => ask('device.enrol', request),
  leave: (request) => ask('device.leave', request),
  renameDevice: (request) => ask('device.rename', request),
  linkPhone: () => ask('phone.link', null),
  removePhone: (request) => ask('phone.remove', request),
  ringDevice: (request) => ask('device.ring', request),
  revokeDevice: (request) => ask('device.revoke', request),
  stepIn: (request) => ask('person.step-in', request),
  stepOut: () => ask('person.step-out', null),
  quit: () => ask('program.quit', null),
  stay: () => ask('program.stay', null),
  quitAnyway: () => ask('program.quit-anyway', null),
  closeWindow: () => ask('window.close', null),
  fullScreen: () => ask('window.full-screen', null),
  enterKiosk: (request) => ask('kiosk.enter', request),
  liftKiosk: (request) => ask('kiosk.lift', request),
  leaveKiosk: () => ask('kiosk.leave', null),
  changeSettings: (request) => ask('settings.change', request),
  openNotification: (request) => ask('inbox.open', request),
  openAllNotifications: (request) => ask('inbox.open-all', request),
  chooseHearing: (request) => ask('inbox.choose', request),
  tryNotification: () => ask('notification.try', null),
  startSelfTest: () => ask('self-test.start', null),
  followSelfTest: (request) => ask('self-test.follow', request),
  saveDiagnostics: () => ask('diagnostics.save', null),
  dismissNotice: (request) => ask('notice.dismiss', request),
  writeInChat: (request) => ask('chat.write', request),
  deleteInChat: (request) => ask('chat.delete', request),
  tryWrittenAgain: (request) => ask('chat.again', request),
  dropWritten: (request) => ask('chat.drop', request),
  lookAtChat: (request) => ask('chat.look', request),
  dismissAnnouncement: (request) => ask('announcement.dismiss', request),
  ask: (query, place, asked) => invoke(queries[query], { place, asked }),
  cancelQuery: (request) => ask('query.cancel', request),
};

contextBridge.exposeInMainWorld('counterbell', verbs);

// A page that breaks its own content policy is a defect: it is told to the log.
type Violation = { effectiveDirective: string; blockedURI: string };
declare const addEventListener: (
  name: 'securitypolicyviolation',
  listener: (violation: Violation) => void,
) => void;
addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  ipcRenderer.send(violations, { directive: effectiveDirective, blocked: blockedURI });
});
