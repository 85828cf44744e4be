// The notification service of a Linux desktop as it is right now: what it can do, whether there is one, and whether
// somebody asked it not to disturb.
import type { SessionBus } from '../dbus/session-bus.ts';
import type { KeptShowing } from './showing.ts';

export const service = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
} as const;
const properties = 'org.freedesktop.DBus.Properties';
/** KDE's name for "do not disturb"; others took it over. Desktops without it do not tell. */
const inhibited = 'Inhibited';
const theBus = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

export type Abilities = {
  /** A service that reads markup would take a "<" in a name for its own. */
  markup: boolean;
  /** It shows buttons, and a click on the notification is told. */
  actions: boolean;
};
/** As long as it does not say: no button that may do nothing, and nothing that could be read as markup. */
const untold: Abilities = { markup: true, actions: false };

export type NotificationService = {
  /** Never waits for long, and never fails: whether the service is there the notification itself finds out. */
  abilities(): Promise<Abilities>;
};

export type NotificationServiceOptions = {
  bus: SessionBus;
  showing: KeptShowing;
  /** Another one took over, which knows nothing of what the one before was asked. */
  onOther: () => void;
  answerWithinMs?: number;
};

export function createNotificationService(options: NotificationServiceOptions): NotificationService {
  const { bus, showing, onOther, answerWithinMs = 1000 } = options;
  let asked: Promise<Abilities> | undefined;
  let owner: string | null = null;

  bus.onOwner(service.destination, (next) => {
    const before = owner;
    owner = next;
    asked = undefined;
    showing.quiet(false);
    // One that comes where there was none may just have been started by our own question.
    if (before !== null) onOther();
    if (next === null) return void lookForOne();
    // Asked for beforehand, so that no notification has to wait for the answer.
    void abilities();
    void lookWhetherQuiet(next);
  });
  bus.onSignal({ name: service.destination, interface: properties }, ({ member, body: [of, changed] }) => {
    if (member !== 'PropertiesChanged' || of !== service.interface || !Array.isArray(changed)) return;
    for (const entry of changed)
      if (Array.isArray(entry) && entry[0] === inhibited) showing.quiet(entry[1] === true);
  });

  async function lookWhetherQuiet(of: string): Promise<void> {
    const question = { ...service, interface: properties, member: 'Get', signature: 'ss' };
    const quiet = await bus
      .call({ ...question, body: [service.interface, inhibited] })
      .then(([value]) => value === true)
      // It has no such thing.
      .catch(() => false);
    if (owner === of) showing.quiet(quiet);
  }

  /** Without starting it: one that ends itself when nobody needs it is started by the next notification. */
  async function lookForOne(): Promise<void> {
    const startable = await bus
      .call({ ...theBus, member: 'ListActivatableNames' })
      .then(([names]) => Array.isArray(names) && names.includes(service.destination))
      .catch(() => false);
    if (owner === null) showing.way(startable ? 'desktop' : 'banner');
  }

  function abilities(): Promise<Abilities> {
    if (asked !== undefined) return asked;
    const asking: Promise<Abilities> = bus
      .call({ ...service, member: 'GetCapabilities' }, answerWithinMs)
      .then(
        ([told]) => {
          if (!Array.isArray(told)) return untold;
          if (asked === asking) showing.way('desktop');
          return { markup: told.includes('body-markup'), actions: told.includes('actions') };
        },
        () => {
          // The next notification asks anew.
          if (asked === asking) asked = undefined;
          return untold;
        },
      );
    asked = asking;
    return asking;
  }

  return { abilities };
}
