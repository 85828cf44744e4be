// Has effects done through the ports, and brings back as input what became of them.
import { strikeOf } from './alerts/strike.ts';
import { askingOf, type Ask } from './asks.ts';
import type { Effect, Input, State } from './assembly.ts';
import { streamOf } from '../contract/streams.ts';
import type { Answer } from './screen/answer.ts';
import type { Context } from './enrolment/context.ts';
import { enrolByItself } from './enrolment/enrol.ts';
import { leaveBehind, wipe } from './enrolment/leave.ts';
import type { ExitCodes } from './leaving/exit-code.ts';
import type { Loop } from './kernel/loop.ts';
import { createRealtimePerformer } from './link/perform.ts';
import type { Notice } from './notices/turn.ts';
import type { BackendRequest } from './ports/backend.ts';
import type { Ports } from './ports/ports.ts';
import type { Toast } from './ports/notifier.ts';
import type { AuthorizeRequest } from './ports/realtime.ts';
import { followerOf } from './rules/follow.ts';
import { believed } from './session/believed.ts';
import { isPersonal } from './session/person.ts';
import { isSilentOffice } from './session/office.ts';
import type { Who } from './session/question.ts';

/** A person's inbox opens to their own token only. null: nobody there knows how to sign that. */
export function authorizationOf({ session, person }: Who, request: AuthorizeRequest): BackendRequest | null {
  const stream = request.for === 'channel' ? streamOf(request.channel, session.channels) : null;
  const token = stream !== null && isPersonal(stream) && person !== null ? person.token : session.token;
  return followerOf(session).authorizeRequest(request, { session, token });
}

/** In an office nobody is there to act at once, and no bell rings: it does not stand in the way until somebody does. */
const unheard = ({ id, title, body, open }: Toast): Toast => ({ id, title, body, open, sticky: false });

type TheLoop = Loop<State, Input, Answer>;

const seekAgainMs = 2000;

export function createPerformer(
  ports: Ports,
  loop: TheLoop,
  context: Context,
  exitCodes: Pick<ExitCodes, 'whose'>,
): (effect: Effect) => void {
  const { log } = ports;

  /** Ports answer with values; an exception is a defect and is told, never swallowed. */
  const run = (what: string, done: Promise<unknown>): void => {
    done.catch((error: unknown) => {
      log.error('effect.failed', { what, message: error instanceof Error ? error.message : String(error) });
    });
  };

  async function ask(wanted: Ask): Promise<void> {
    const { session, person } = loop.state();
    if (session === null) return;
    const sentAt = loop.now();
    const asking = askingOf(wanted);
    const { as, token } = asking.speaker(wanted, { session, person });
    const request = asking.request(wanted, { session, token }, loop.state());
    const answer = believed(session, await ports.backend.exchange(session, request));
    if (answer.kind === 'failure' && answer.why === 'dropped') {
      const here = loop.state().session?.folder === session.folder;
      if (here && asking.again(session)) return ask(wanted);
    }
    const gone = as === 'person' && loop.state().person?.token !== token;
    await loop.dispatch({
      kind: 'answered',
      session: session.folder,
      ask: wanted,
      as: gone ? 'gone' : as,
      sentAt,
      answer,
    });
  }

  const realtime = createRealtimePerformer(ports, {
    session: () => loop.state().session,
    authorization: (session, request) => authorizationOf({ session, person: loop.state().person }, request),
    signal: (session, signal) => run('signal', loop.dispatch({ kind: 'realtime', session, signal })),
  });

  async function toast(wanted: Effect & { do: 'toast' }): Promise<void> {
    const outcome = await ports.notifier.show(
      isSilentOffice(loop.state()) ? unheard(wanted.toast) : wanted.toast,
    );
    await loop.dispatch({ kind: 'toasted', toast: wanted.toast.id, outcome });
    if (outcome.kind === 'failed') await notice('notifications-failed', outcome.reason);
  }

  async function ring(wanted: Effect & { do: 'ring' }): Promise<void> {
    const { settings, ringing } = loop.state();
    // Answered by somebody while the disk was writing it down: no bell for nothing.
    if (wanted.orders.length > 0 && ringing === null) return;
    // One that began to ring meanwhile is not disturbed.
    if (wanted.sound === 'chat' && ringing !== null) return;
    const rung = await ports.bell.ring(strikeOf(wanted, settings.effective));
    await loop.dispatch({ kind: 'rang', rung, orders: wanted.orders });
  }

  async function lookAtSound(): Promise<void> {
    const rung = await ports.bell.look(loop.state().settings.effective.bellOutput);
    await loop.dispatch({ kind: 'sound-looked', rung });
  }

  /** As loud as it rings for an order, once; never over one that does. */
  async function ringCheck(): Promise<void> {
    const { settings, ringing } = loop.state();
    if (ringing !== null) return;
    const rung = await ports.bell.ring(strikeOf({ sound: 'check' }, settings.effective));
    // Cut off it says nothing of the bell.
    if (rung.kind === 'cut-off') return;
    await loop.dispatch({ kind: 'rang', rung, orders: [], isCheck: true });
  }

  const notice = (code: Notice['code'], detail: string | null) =>
    loop.dispatch({ kind: 'notice', code, detail });

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

  async function seekExitCode(): Promise<void> {
    const is = await exitCodes.whose();
    // A disk that fails for a moment is no reason to leave a kiosk open for the whole day.
    if (is === 'unreadable')
      return void ports.clock.after(seekAgainMs, () => run('seek-exit-code', seekExitCode()));
    await loop.dispatch({ kind: 'exit-code', is });
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
      case 'ring-check':
        return run('ring', ringCheck());
      case 'silence':
        return ports.bell.silence();
      case 'look-at-sound':
        return run('look-at-sound', lookAtSound());
      case 'show':
        return ports.windows.show(effect.how);
      case 'seek-exit-code':
        return run('seek-exit-code', seekExitCode());
      case 'close-window':
        return ports.windows.close();
      case 'full-screen':
        return ports.windows.toggleFullScreen();
      case 'kiosk':
        return ports.windows.kiosk(effect.on);
      case 'quit':
        return ports.program.quit(effect.by);
      case 'flash':
        return ports.windows.flash(effect.on);
      case 'keep-awake':
        return ports.power.keepAwake(effect.on);
      case 'enrol':
        return run('enrol', enrolByItself(context, effect));
      case 'wipe':
        return run('wipe', wipe(context, effect));
      case 'leave-behind':
        return run('leave-behind', leaveBehind(context, effect.session));
      case 'compact':
        return loop.compact();
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
