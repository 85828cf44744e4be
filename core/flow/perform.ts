// Has effects done through the ports, and brings back as input what became of them.
import type { Ports } from '../ports/ports.ts';
import { streamOf } from '../../contract/streams.ts';
import type { AuthorizeRequest, RealtimeClient } from '../ports/realtime.ts';
import { isPersonal, speakerFor } from '../session/person.ts';
import { listRequest, orderRequest, readyRequest } from '../existing/request.ts';
import type { BackendRequest } from '../ports/backend.ts';
import type { Session } from '../session/session.ts';
import { authorize } from '../link/authorize.ts';
import { ownPusher, pusherAddressOf } from '../link/address.ts';
import { requestFor, type Ask } from './ask.ts';
import type { Effect } from './effect.ts';
import type { Loop } from './loop.ts';
import type { Notice } from './state.ts';

/** Recognised after 12 s at the latest: half-open links, which TCP keeps for many minutes. */
const activityTimeoutMs = 8000;
const pongTimeoutMs = 4000;

/** A beat has its successor already, and an order system that knows no Idempotency-Key has to be read first. */
const mayBeAskedTwice = ({ existing }: Session, wanted: Ask): boolean =>
  wanted.for !== 'beat' && (wanted.for !== 'command' || existing === null);

export type Errands = {
  enrol(wish: Effect & { do: 'enrol' }): Promise<unknown>;
  wipe(wish: Effect & { do: 'wipe' }): Promise<unknown>;
  leaveBehind(session: Session): Promise<unknown>;
};

export function createPerformer(ports: Ports, loop: () => Loop, errands: Errands): (effect: Effect) => void {
  const { log } = ports;
  let client: RealtimeClient | null = null;

  /** Ports answer with values; an exception is a defect and is told, never swallowed. */
  const run = (what: string, done: Promise<unknown>): void => {
    done.catch((error: unknown) => {
      log.error('effect.failed', { what, message: error instanceof Error ? error.message : String(error) });
    });
  };

  async function ask(wanted: Ask): Promise<void> {
    const { session, person } = loop().state();
    if (session === null) return;
    const sentAt = loop().now();
    const { as, token } = speakerFor({ session, person }, wanted);
    const answer = await ports.backend.exchange(session, requestOf(session, wanted, token));
    if (answer.kind === 'failure' && answer.why === 'dropped') {
      const here = loop().state().session?.folder === session.folder;
      if (here && mayBeAskedTwice(session, wanted)) return ask(wanted);
    }
    const gone = as === 'person' && loop().state().person?.token !== token;
    await loop().dispatch({
      kind: 'answered',
      session: session.folder,
      ask: wanted,
      as: gone ? 'gone' : as,
      sentAt,
      answer,
    });
  }

  function requestOf(session: Session, wanted: Ask, token: string): BackendRequest {
    const { existing } = session;
    if (wanted.for === 'list' || wanted.for === 'order') {
      if (existing === null) throw new Error('Only a backend without a log is asked for a list.');
      return wanted.for === 'list'
        ? listRequest(existing, token, wanted.page)
        : orderRequest(existing, token, wanted.theirs);
    }
    if (existing === null || wanted.for !== 'command') return requestFor(wanted, token);
    const { entry } = wanted;
    const theirs = loop().state().polling.theirs.get(entry.order);
    return readyRequest(existing, token, entry, theirs ?? entry.order);
  }

  /** A person's inbox opens to their own token only. */
  function tokenFor(session: Session, request: AuthorizeRequest): string {
    const stream = request.for === 'channel' ? streamOf(request.channel, session.channels) : null;
    const { person } = loop().state();
    return stream !== null && isPersonal(stream) && person !== null ? person.token : session.token;
  }

  /** One client per session; the one before it is closed for good. */
  function open(): RealtimeClient | null {
    client?.close();
    const { session } = loop().state();
    if (session === null) return null;
    return ports.realtime.open({
      address: pusherAddressOf(session),
      // A Pusher service of somebody else's has a certificate of its own.
      fingerprint: ownPusher(session.pusher) ? session.fingerprint : null,
      activityTimeoutMs,
      pongTimeoutMs,
      authorize: (request) => authorize(ports.backend, session, request, tokenFor(session, request)),
      signal: (signal) =>
        run('signal', loop().dispatch({ kind: 'realtime', session: session.folder, signal })),
    });
  }

  function realtime(wanted: Effect & { do: 'realtime' }): void {
    switch (wanted.act) {
      case 'open':
        client = open();
        return;
      case 'connect':
        client?.connect();
        if (loop().state().session?.existing === null) client?.signIn();
        return;
      case 'disconnect':
        return client?.disconnect();
      case 'check':
        return client?.check();
      case 'subscribe':
        return client?.subscribe(wanted.channel);
      case 'unsubscribe':
        return client?.unsubscribe(wanted.channel);
      case 'close':
        client?.close();
        client = null;
        return;
      default:
        return wanted satisfies never;
    }
  }

  async function toast(wanted: Effect & { do: 'toast' }): Promise<void> {
    const outcome = await ports.notifier.show(wanted.toast);
    await loop().dispatch({ kind: 'toasted', toast: wanted.toast.id, outcome });
    if (outcome.kind === 'failed')
      await loop().dispatch({ kind: 'notice', code: 'notifications-failed', detail: outcome.reason });
  }

  async function ring(wanted: Effect & { do: 'ring' }): Promise<void> {
    const { settings, ringing } = loop().state();
    // Answered by somebody while the disk was writing it down: no bell for nothing.
    if (wanted.orders.length > 0 && ringing === null) return;
    const { volume } = settings.effective.bell;
    const played = await ports.bell.ring(wanted.sound, volume);
    await loop().dispatch({ kind: 'rang', heard: played && volume > 0, orders: wanted.orders });
  }

  const notice = (code: Notice['code'], detail: string | null) =>
    loop().dispatch({ kind: 'notice', code, detail });

  async function autostart({ on, evenIfSo }: Effect & { do: 'autostart' }): Promise<void> {
    if (!evenIfSo && (await ports.autostart.get()) === on) return;
    const set = await ports.autostart.set(on);
    if (!set.ok) log.warn('autostart.failed', { on, message: set.message });
    await notice('autostart-failed', set.ok ? null : (set.message ?? ''));
  }

  async function writeSettings(raw: unknown): Promise<void> {
    const written = await ports.settings.write(raw);
    if (!written.ok) log.warn('settings.not-written', { message: written.message });
    await notice('settings-not-kept', written.ok ? null : (written.message ?? ''));
  }

  return (effect) => {
    switch (effect.do) {
      case 'ask':
        return run(effect.ask.for, ask(effect.ask));
      case 'drop-connections':
        return ports.backend.dropConnections();
      case 'realtime':
        return realtime(effect);
      case 'toast':
        return run('toast', toast(effect));
      case 'withdraw':
        return ports.notifier.withdraw(effect.toast);
      case 'ring':
        return run('ring', ring(effect));
      case 'silence':
        return ports.bell.silence();
      case 'show':
        return ports.windows.show(effect.how);
      case 'flash':
        return ports.windows.flash(effect.on);
      case 'enrol':
        return run('enrol', errands.enrol(effect));
      case 'wipe':
        return run('wipe', errands.wipe(effect));
      case 'leave-behind':
        return run('leave-behind', errands.leaveBehind(effect.session));
      case 'compact':
        return loop().compact();
      case 'write-settings':
        return run('write-settings', writeSettings(effect.raw));
      case 'autostart':
        return run('autostart', autostart(effect));
      case 'log':
        return log[effect.level](effect.event, effect.fields);
      default:
        return effect satisfies never;
    }
  };
}
