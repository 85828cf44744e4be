// A desktop's notification service that records what it is asked to show, and can press buttons, refuse, keep silent, lie, be
// told not to disturb, and go and come back.
import { once } from 'node:events';
import dbus from 'dbus-next';
import { until } from './poll.ts';

export type Notified = {
  /** Date.now() when the call arrived. */
  at: number;
  /** performance.now() of the same moment, for whoever measures in this process. */
  instant: number;
  id: number;
  app: string;
  replaces: number;
  title: string;
  body: string;
  actions: string[];
  urgency: number | null;
};

/** `lies`: every notification has the same number. */
export type NotificationMood = 'shows' | 'refuses' | 'never-answers' | 'lies';

const name = 'org.freedesktop.Notifications';
const path = '/org/freedesktop/Notifications';

export async function recordNotifications(busAddress: string, mood: NotificationMood = 'shows') {
  const shown: Notified[] = [];
  const closed: number[] = [];
  let current = mood;
  let lastId = 0;
  let capabilities = ['actions', 'body', 'body-markup', 'persistence'];
  let inhibited = false;
  const held: (() => void)[] = [];

  class Notifications extends dbus.interface.Interface {
    Notify(
      app: string,
      replaces: number,
      _icon: string,
      title: string,
      body: string,
      actions: string[],
      hints: Record<string, { value: unknown }>,
      _expires: number,
    ): number | Promise<number> {
      if (current === 'refuses')
        throw new dbus.DBusError('org.freedesktop.DBus.Error.LimitsExceeded', 'no room');
      const id = current === 'lies' ? 77 : replaces === 0 ? (lastId += 1) : replaces;
      const urgency = hints.urgency?.value;
      shown.push({
        at: Date.now(),
        instant: performance.now(),
        id,
        app,
        replaces,
        title,
        body,
        actions,
        urgency: typeof urgency === 'number' ? urgency : null,
      });
      return current === 'never-answers' ? new Promise((resolve) => held.push(() => resolve(id))) : id;
    }
    CloseNotification(id: number): void {
      closed.push(id);
      this.NotificationClosed(id, 3);
    }
    GetCapabilities(): string[] {
      return capabilities;
    }
    GetServerInformation(): string[] {
      return ['recorder', 'counterbell tests', '1', '1.2'];
    }
    get Inhibited(): boolean {
      return inhibited;
    }
    ActionInvoked(id: number, action: string): [number, string] {
      return [id, action];
    }
    NotificationClosed(id: number, reason: number): [number, number] {
      return [id, reason];
    }
  }
  Notifications.configureMembers({
    methods: {
      Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
      CloseNotification: { inSignature: 'u', outSignature: '' },
      GetCapabilities: { inSignature: '', outSignature: 'as' },
      GetServerInformation: { inSignature: '', outSignature: 'ssss' },
    },
    properties: { Inhibited: { signature: 'b', access: 'read' } },
    signals: {
      ActionInvoked: { signature: 'us' },
      NotificationClosed: { signature: 'uu' },
    },
  });

  const bus = dbus.sessionBus({ busAddress });
  await once(bus, 'connect');
  const service = new Notifications(name);
  bus.export(path, service);
  await bus.requestName(name, 0);

  function press(id: number, action: string): void {
    service.ActionInvoked(id, action);
    service.NotificationClosed(id, 2);
  }
  const titled = (title: string | RegExp) =>
    shown.filter((one) => (typeof title === 'string' ? one.title === title : title.test(one.title)));
  return {
    shown,
    closed,
    titled,
    setMood: (next: NotificationMood) => (current = next),
    click: (id: number) => press(id, 'default'),
    press,
    /** What was not answered is answered now. */
    answer() {
      for (const late of held.splice(0)) late();
    },
    disturb(may: boolean) {
      inhibited = !may;
      dbus.interface.Interface.emitPropertiesChanged(service, { Inhibited: inhibited }, []);
    },
    leave: () => bus.releaseName(name),
    /** Another service, which can do this and knows nothing of what the one before has shown. */
    async comeBack(can: string[]) {
      capabilities = can;
      await bus.requestName(name, 0);
    },
    /** The first notification with this in its title. */
    wait: (title: string | RegExp, withinMs = 20_000) =>
      until(`a notification titled ${title}`, () => titled(title)[0], {
        withinMs,
        seen: () => JSON.stringify(shown.map((one) => one.title)),
      }),
    async stop() {
      await bus.releaseName(name);
      bus.disconnect();
    },
  };
}
export type Notifications = Awaited<ReturnType<typeof recordNotifications>>;
