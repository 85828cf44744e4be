// How Counterbell is, as the window may say it: the sheet behind the status, the question at opening, the self-test.
import type { HealthView } from '../../contract/health.ts';
import { checkNames, type CheckedView, type FollowedTest } from '../../contract/self-test.ts';
import type { View } from '../../contract/view.ts';
import { broken, healthy, menu, now, part, settings, view, type Scene } from './fixtures.ts';

const iso = (minutesFromNow: number): string => new Date(now + minutesFromNow * 60_000).toISOString();
const parts = ['network', 'pusher', 'backend', 'sign-in', 'clock'] as const;

const well: View['status'] = {
  ...view({ orders: [] }).status,
  parts: parts.map((name) => part(name, true)),
};
const offline = broken(
  'offline',
  part('network', false),
  part('pusher', false),
  part('backend', false),
  part('sign-in', true),
  part('clock', true),
);
const everything = broken('offline', ...parts.map((name) => part(name, false)));
const brokenMachine: HealthView = {
  sound: { audible: false, why: 'no-device', away: false, since: iso(-30) },
  notifications: { way: 'banner', quiet: false, since: iso(-30) },
  tray: { works: false, since: iso(-30) },
  disk: { works: false, why: 'full', since: iso(-3) },
  secrets: { works: false, since: iso(-30) },
  lastHeard: iso(-60 * 20),
  opening: { state: 'not-heard', at: iso(-63), until: iso(-58) },
};
const fresh: HealthView = {
  sound: null,
  notifications: null,
  tray: null,
  disk: { works: true, why: null, since: iso(-1) },
  secrets: { works: true, since: iso(-1) },
  lastHeard: null,
  opening: null,
};
const asked: HealthView = { ...healthy(), opening: { state: 'asked', at: iso(0), until: iso(5) } };

const checked = (
  id: CheckedView['id'],
  verdict: CheckedView['verdict'] = 'ok',
  [what, why = '', todo = '']: [string, string?, string?] = [`${id} answers in 12 ms`],
): CheckedView => ({ id, verdict, what, why, todo });
const found: Partial<Record<CheckedView['id'], CheckedView>> = {
  version: checked('version', 'ok', ['Counterbell 0.4.0 (Electron 45.0.0) on linux-x64']),
  tls: checked('tls', 'skipped', ['not looked at', 'http:// is not encrypted.']),
  watcher: checked('watcher', 'warn', [
    'nobody watches this console',
    'After a crash nobody starts it again.',
    'Start it with counterbell-watch, or switch on “Start at login”.',
  ]),
};
const allWell: FollowedTest = { over: true, done: checkNames.map((id) => checked(id)) };
const half: FollowedTest = {
  over: false,
  done: checkNames.slice(0, 9).map((id) => found[id] ?? checked(id)),
};
const someFailed: FollowedTest = {
  over: true,
  done: checkNames.map((id) => {
    if (id === 'tcp')
      return checked(id, 'fail', [
        'connect ECONNREFUSED 192.0.2.7:443',
        'No order comes, and nothing that is pressed leaves this console.',
        'See whether the order system runs, and whether a firewall lets port 443 through.',
      ]);
    return found[id] ?? checked(id);
  }),
};

const pill = 'header [data-status] button';
const selfTest = [menu, '[data-choice="self-test"]'];
const about = (change: Partial<View>): View => view({ status: well, ...change });
const dark = { ...settings, theme: 'dark' } as const;
const german = { ...settings, language: 'de' } as const;
const arabic = { ...settings, language: 'ar' } as const;

export const healthScenes = (): Record<string, Scene> => ({
  health: { view: about({}), press: [pill] },
  'health-broken-dark': {
    view: view({ status: everything, health: brokenMachine, settings: dark }),
    press: [pill],
  },
  'health-offline-german-small': {
    view: view({ status: offline, settings: german }),
    press: [pill],
    size: [360, 640],
  },
  'health-broken-arabic': {
    view: view({ status: everything, health: brokenMachine, settings: { ...arabic, theme: 'dark' } }),
    press: [pill],
  },
  opening: { view: about({ health: asked }) },
  'opening-arabic-small': { view: about({ health: asked, settings: arabic }), size: [360, 640] },
  'self-test-half-dark': { view: about({ settings: dark }), press: selfTest, selfTest: half },
  'self-test-failed-arabic': { view: about({ settings: arabic }), press: selfTest, selfTest: someFailed },
  'health-fresh': { view: about({ health: fresh }), press: [pill] },
  'health-dark': { view: about({ settings: dark }), press: [pill] },
  'health-german': { view: about({ settings: german }), press: [pill] },
  'health-broken-german': {
    view: view({ status: everything, health: brokenMachine, settings: german }),
    press: [pill],
  },
  'health-broken-wall': {
    view: view({ status: everything, health: brokenMachine, settings: { ...settings, density: 'wall' } }),
    press: [pill],
    size: [1920, 1080],
  },
  'health-spanish': {
    view: view({ status: everything, health: brokenMachine, settings: { ...settings, language: 'es' } }),
    press: [pill],
  },
  'health-french-small': {
    view: view({ status: everything, health: brokenMachine, settings: { ...settings, language: 'fr' } }),
    press: [pill],
    size: [360, 640],
  },
  'health-offline': { view: view({ status: offline }), press: [pill] },
  'health-offline-arabic': { view: view({ status: offline, settings: arabic }), press: [pill] },
  'health-asked': { view: about({ health: asked }), press: [pill] },
  'opening-german-dark': { view: about({ health: asked, settings: { ...german, theme: 'dark' } }) },
  'opening-wall': {
    view: about({ health: asked, settings: { ...settings, density: 'wall' } }),
    size: [1920, 1080],
  },
  'self-test': { view: about({}), press: selfTest, selfTest: allWell },
  'self-test-empty': { view: about({}), press: selfTest },
  'self-test-failed': { view: about({}), press: selfTest, selfTest: someFailed },
  'self-test-failed-german': { view: about({ settings: german }), press: selfTest, selfTest: someFailed },
  'self-test-failed-small': {
    view: about({ settings: german }),
    press: selfTest,
    selfTest: someFailed,
    size: [360, 640],
  },
  'self-test-wall': {
    view: about({ settings: { ...dark, density: 'wall' } }),
    press: selfTest,
    selfTest: someFailed,
    size: [1920, 1080],
  },
});
