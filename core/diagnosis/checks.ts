// The self-test's checks as a table: in which order they are told, what each is called, what must work before it can, and
// how what was found is judged.
import type { CheckId, Findings } from './findings.ts';
import * as computer from './judge-computer.ts';
import * as network from './judge-network.ts';
import type { Judgement } from './judgement.ts';

export type Check<Id extends CheckId> = {
  readonly title: string;
  /** Without these it is not looked at. */
  readonly needs: readonly CheckId[];
  readonly judge: (found: Findings[Id]) => Judgement;
};

export const checks: { readonly [Id in CheckId]: Check<Id> } = {
  version: { title: 'Version', needs: [], judge: computer.judgeVersion },
  console: { title: 'Console', needs: [], judge: computer.judgeConsole },
  policy: { title: 'Policy', needs: [], judge: computer.judgePolicy },
  'order-system': { title: 'Order system', needs: [], judge: network.judgeOrderSystem },
  proxy: { title: 'Proxy', needs: [], judge: network.judgeProxy },
  dns: { title: 'DNS', needs: ['proxy'], judge: network.judgeDns },
  tcp: { title: 'TCP', needs: ['proxy', 'dns'], judge: network.judgeTcp },
  tls: { title: 'TLS', needs: ['tcp'], judge: network.judgeTls },
  http: { title: 'HTTP', needs: ['tls'], judge: network.judgeHttp },
  protocol: { title: 'Protocol', needs: ['http'], judge: network.judgeProtocol },
  'sign-in': { title: 'Sign-in', needs: ['order-system', 'http'], judge: network.judgeSignIn },
  'pusher-connect': { title: 'Pusher', needs: ['order-system'], judge: network.judgePusherConnect },
  'pusher-subscribe': {
    title: 'Pusher channel',
    needs: ['pusher-connect', 'sign-in'],
    judge: network.judgePusherSubscribe,
  },
  'test-event': { title: 'Test event', needs: ['pusher-subscribe'], judge: network.judgeTestEvent },
  clock: { title: 'Clock', needs: ['http'], judge: network.judgeClock },
  notifications: { title: 'Notifications', needs: [], judge: computer.judgeNotifications },
  sound: { title: 'Sound', needs: [], judge: computer.judgeSound },
  tray: { title: 'Tray', needs: [], judge: computer.judgeTray },
  disk: { title: 'Disk', needs: [], judge: computer.judgeDisk },
  autostart: { title: 'Start at login', needs: [], judge: computer.judgeAutostart },
  watcher: { title: 'Watcher', needs: [], judge: computer.judgeWatcher },
  keyring: { title: 'Keyring', needs: [], judge: computer.judgeKeyring },
};

export const checkIds = Object.keys(checks) as readonly CheckId[];
