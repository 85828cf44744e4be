// Clients as others have written them: pusher-js and fetch, names and addresses from their own settings, and nothing of
// this house. What they would show on a screen they keep in lists.
import Pusher, { type Channel, type Options } from 'pusher-js';

/** How an app has its subscriptions authorized. */
export type WayToAsk = 'form' | 'mobile form' | 'mobile JSON';
export const waysToAsk: readonly WayToAsk[] = ['form', 'mobile form', 'mobile JSON'];

export type AppSettings = {
  key: string;
  port: number;
  /** Where its authorizer is. */
  server: string;
  token: string;
  ask: WayToAsk;
};

/** pusher-js asks by itself; the mobile SDKs leave it to a function of the app's. */
function authorizationOf({ server, token, ask }: AppSettings): Pick<Options, 'channelAuthorization'> {
  const headers = { Authorization: `Bearer ${token}` };
  if (ask === 'form')
    return { channelAuthorization: { endpoint: `${server}/pusher/auth`, transport: 'ajax', headers } };
  return {
    channelAuthorization: {
      transport: 'ajax',
      endpoint: '',
      customHandler: async ({ socketId, channelName }, callback) => {
        const fields = { socketId, channelName };
        const isForm = ask === 'mobile form';
        const answer = await fetch(`${server}/pusher/authorize`, {
          method: 'POST',
          headers: {
            ...headers,
            'Content-Type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
          },
          body: isForm ? new URLSearchParams(fields).toString() : JSON.stringify(fields),
        });
        if (answer.ok) callback(null, (await answer.json()) as never);
        else callback(new Error(`${answer.status} ${await answer.text()}`), null);
      },
    },
  };
}

/** What pusher-js tells of a failure: while it connects one level deeper than afterwards. */
type Failure = { data?: Told; error?: { data?: Told } };
type Told = { message: string; code: number | null };
const told = (failure: Failure): Told | undefined => failure.error?.data ?? failure.data;

function connect(settings: AppSettings): Pusher {
  return new Pusher(settings.key, {
    cluster: '',
    wsHost: '127.0.0.1',
    wsPort: settings.port,
    forceTLS: false,
    enabledTransports: ['ws'],
    ...authorizationOf(settings),
  });
}

/** Puts the user's id into a template, and says in the log what became of the connection. */
export function phoneApp(settings: AppSettings, template: string, userId: string) {
  const pusher = connect(settings);
  const log: string[] = [];
  const alerts: { text: string; order: string }[] = [];
  pusher.connection.bind('state_change', ({ previous, current }: { previous: string; current: string }) =>
    log.push(`${previous} -> ${current}`),
  );
  pusher.connection.bind('error', (failure: Failure) =>
    log.push(`error: ${told(failure)?.message} code: ${told(failure)?.code}`),
  );
  const channel = pusher.subscribe(template.replace(':user', userId));
  channel.bind('pusher:subscription_succeeded', () => log.push('subscribed'));
  channel.bind('pusher:subscription_error', (problem: { type: string; error: string; status?: number }) =>
    log.push(`error: ${problem.error} code: ${problem.status}`),
  );
  for (const event of ['order.new', 'order.ready'])
    channel.bind(event, (data: { message: string; order: { id: string } }) =>
      alerts.push({ text: data.message, order: data.order.id }),
    );
  return { log, alerts, stop: () => pusher.disconnect() };
}

type Item = { id: string; title: string; body: string; opened: boolean; createdAt: string };

/** Keeps a list of notifications and the count of those that were not opened. */
export function notificationsApp(settings: AppSettings, userId: string) {
  const pusher = connect(settings);
  const items: Item[] = [];
  const failures: Told[] = [];
  pusher.connection.bind('error', (failure: Failure) => {
    const what = told(failure);
    if (what !== undefined) failures.push(what);
  });
  const channel = pusher.subscribe(`private-${userId}`);
  let subscribed = false;
  channel.bind('pusher:subscription_succeeded', () => (subscribed = true));
  channel.bind('Internal Notification', (item: Item) => items.unshift(item));
  /** As an app does that takes whatever comes for a notification. */
  const whatever: Item[] = [];
  channel.bind_global((event: string, item: Item) => {
    if (!event.startsWith('pusher:')) whatever.unshift(item);
  });
  return {
    items,
    whatever,
    failures,
    unread: () => items.filter((item) => !item.opened).length,
    subscribed: () => subscribed,
    /** As it used to tell the others: by itself, past every server. */
    tellDirectly: (event: string, data: object) => channel.trigger(event, data),
    /** The same for whoever knows the protocol. */
    send: (event: string, data: object) => pusher.send_event(event, data, channel.name),
    stop: () => pusher.disconnect(),
  };
}

type Member = { id: string; info: { name: string } };

/** A web page that shows what is said, and, on a presence channel, who is there. */
export function chatPage(settings: AppSettings, channelName: string) {
  const pusher = connect(settings);
  const lines: string[] = [];
  const came: Member[] = [];
  const here: Member[] = [];
  let subscribed = false;
  const channel: Channel = pusher.subscribe(channelName);
  channel.bind(
    'pusher:subscription_succeeded',
    (members?: { each?(each: (member: Member) => void): void }) => {
      members?.each?.((member) => here.push(member));
      subscribed = true;
    },
  );
  channel.bind('pusher:member_added', (member: Member) => came.push(member));
  channel.bind('message', (data: { username: string; message: string; timestamp: string }) =>
    lines.push(`${data.timestamp} ${data.username}: ${data.message}`),
  );
  return { lines, came, here, subscribed: () => subscribed, stop: () => pusher.disconnect() };
}
