// The few things that take several steps with disk and backend in between: beginning, enrolling, leaving.
import { readEnrolmentCode } from '../../contract/enrolment-code.ts';
import { stepInAnswer } from '../../contract/api.ts';
import type { ExistingBackend } from '../../contract/existing-backend.ts';
import type { IpcAnswer, IpcError, Request } from '../../contract/ipc.ts';
import { problem } from '../../contract/problem.ts';
import { cutText, wholeText } from '../../contract/wire.ts';
import type { Setup } from '../counterbell.ts';
import { exchange } from '../link/exchange.ts';
import { openJournal } from '../journal/journal.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import type { Ports } from '../ports/ports.ts';
import { enrol, useExisting, type Enrolled, type Entered } from '../session/enrol.ts';
import {
  commitCurrent,
  dropToken,
  journalPath,
  readSession,
  sweepSessions,
  type Ended,
  type Session,
} from '../session/session.ts';
import { codeMark, wayInOf, type Wish } from '../session/door.ts';
import { leftBehind, type LeftBehind } from '../session/left-behind.ts';
import { goOn, handInKept, handInTicket, keepTicket, ticketOf } from '../session/ticket.ts';
import { withPolicy } from '../settings/effective.ts';
import { rememberedPolicy, rememberPolicy } from '../settings/remembered.ts';
import { readSettings } from '../settings/upgrade.ts';
import type { Effect } from './effect.ts';
import type { Notice } from './state.ts';
import type { Loop } from './loop.ts';

/** A mistyped PIN, a wait after too many, and everything else: the screen has words for each. */
function stepInRefusal({ status, body, retryAfterMs }: BackendAnswer & { kind: 'answer' }): IpcError {
  const told = problem.safeParse(body);
  const message = told.success ? told.data.detail : `The backend answered ${status}.`;
  if (status === 429)
    return { code: 'throttled', message, retryAfterSeconds: Math.ceil((retryAfterMs ?? 1000) / 1000) };
  // Without a field it is the device that is not signed in.
  const wrong = told.success && told.data.code === 'not-signed-in' && told.data.field !== undefined;
  return { code: wrong ? 'wrong-secret' : 'refused', message };
}

const existingOf = (setup: Setup): ExistingBackend | null =>
  setup.policy.kind === 'valid' ? (setup.policy.policy.backend?.existing ?? null) : null;

/** A minute in all. */
const readTries = 30;
const readAgainMs = 2000;

export function createErrands(ports: Ports, setup: Setup, loop: Loop) {
  const { disk, secrets, log } = ports;
  let installId = '';
  /** Of a session that cannot go on: its journal waits for the same restaurant to be entered again. */
  let reuse: LeftBehind | null = null;

  /** Under way. What is enrolled anew waits for it, or it would be swept away with the former session. */
  let wiping: Promise<unknown> = Promise.resolve();
  /** Under way at the screen: two enrolments at once would overtake each other. */
  let typedIn: Promise<unknown> = Promise.resolve();

  const tell = (code: Notice['code'], detail: string) => loop.dispatch({ kind: 'notice', code, detail });

  async function begin(): Promise<void> {
    await readAllSettings();
    if (setup.policy.kind === 'valid' && setup.policy.unknown !== undefined) {
      const keys = setup.policy.unknown.join(', ');
      log.warn('policy.newer', { source: setup.policy.source, keys });
      await tell('policy-newer', keys);
    }
    if (setup.policy.kind === 'refused') {
      log.error('policy.refused', { source: setup.policy.source, why: setup.policy.why });
      await tell('policy-refused', `${setup.policy.source}: ${setup.policy.why}`);
    }
    goOn(ports, handInKept(ports));
    await enter(0);
  }

  /** A disk that cannot be read for a moment must not cost the session; one that never can must not cost the orders. */
  async function enter(tries: number): Promise<void> {
    const stored = await readSession(disk, secrets);
    const opened =
      stored.kind === 'whole' ? await openJournal(disk, secrets, journalPath(stored.session.folder)) : null;
    const unreadable =
      stored.kind === 'unreadable' ? stored.message : opened?.ok === false ? opened.failure.message : null;
    if (unreadable !== null && tries < readTries) {
      if (tries === 0) log.error('session.unreadable', { message: unreadable });
      await new Promise<void>((resolve) => ports.clock.after(readAgainMs, resolve));
      return enter(tries + 1);
    }
    if (stored.kind === 'none') return knock(stored.ended);
    if (stored.kind === 'unreadable') return knockAnew(null);
    if (stored.kind === 'damaged')
      return knockAnew(stored.folder === null ? null : await leftBehind(ports, stored.folder, null));
    const { folder, about } =
      stored.kind === 'whole' ? { folder: stored.session.folder, about: stored.session } : stored;
    const swept = await sweepSessions(disk, folder);
    if (!swept.ok) log.warn('session.sweep-failed', { message: swept.failure.message });
    // What it takes to use an existing backend stands in the policy, and may have changed there.
    const asBefore = about.existing === null || existingOf(setup) === null;
    if (stored.kind === 'whole' && opened?.ok === true && asBefore)
      return goIn({ session: stored.session, restaurant: null, tokenKept: true, ...opened.value }, null);
    // A journal that never opens is left where it is until the next session's sweep.
    if (opened?.ok === false) return knockAnew(null);
    reuse = await leftBehind(ports, folder, about.restaurantId);
    if (stored.kind === 'token-lost')
      await tell('secrets-unavailable', 'the saved sign-in could not be read');
    return knock(null);
  }

  /** Who comes in again after that may not know that something is missing. */
  async function knockAnew(left: LeftBehind | null): Promise<void> {
    reuse = left;
    const kept = left?.whole === true;
    log.error('session.damaged', { journal: kept ? 'whole' : 'lost', unsent: left?.unsent.length });
    await tell(kept ? 'session-damaged' : 'session-lost', '');
    return knock(null);
  }

  async function knock(ended: Ended | null): Promise<void> {
    if (ended !== null) await sweepSessions(disk, null);
    await loop.dispatch({ kind: 'ready', ended });
  }

  async function readAllSettings(): Promise<void> {
    const stored = await ports.settings.read();
    ({ installId } = stored);
    const { settings, lost, newer } = readSettings(stored.raw);
    const policy = setup.policy.kind === 'valid' ? setup.policy.policy : null;
    if (policy !== null) await rememberPolicy(disk, policy.settings ?? {});
    const remembered = setup.policy.kind === 'refused' ? await rememberedPolicy(disk) : null;
    await loop.dispatch({
      kind: 'settings-read',
      settings: withPolicy(settings, policy, remembered, stored.raw),
    });
    if (stored.repair !== null) await tell(`settings-${stored.repair.kind}`, stored.repair.movedTo);
    // They are in the file still, and count again with the version that wrote them.
    else if (newer) log.warn('settings.newer', { unreadable: lost.join(', ') });
    else if (lost.length > 0) await tell('settings-reset', lost.join(', '));
    if (stored.notKept === null) return;
    log.error('settings.not-kept', { message: stored.notKept });
    await tell('settings-not-kept', stored.notKept);
  }

  async function goIn(
    {
      session,
      restaurant,
      journal,
      read,
      tokenKept,
    }: Omit<Entered, 'restaurant'> & { restaurant: Entered['restaurant'] | null },
    wish: Wish | null,
  ): Promise<void> {
    reuse = null;
    await loop.enter(journal, { kind: 'entered', session, ledger: read.ledger, restaurant, wish });
    if (read.repair !== null) {
      log.warn('journal.repaired', { kind: read.repair.kind, lostBytes: read.repair.lostBytes });
      await tell('journal-repaired', `${read.repair.lostBytes} bytes`);
    }
    if (!tokenKept) await tell('secrets-unavailable', 'the sign-in cannot be kept on this computer');
  }

  const enrolWith = async (wish: Wish): Promise<Enrolled> => {
    const deviceName = cutText(wholeText(wish.deviceName || setup.machineName), 80);
    // A code of a backend that made its own certificate says which one that is.
    const { code, fingerprint } = readEnrolmentCode(wish.code);
    await wiping;
    const trusted = wish.fingerprint ?? fingerprint;
    const existing = existingOf(setup);
    const here = { ...wish, code, fingerprint: trusted, deviceName, installId, reuse };
    const enrolled =
      existing !== null && code === '' ? await useExisting(ports, existing, here) : await enrol(ports, here);
    const left = reuse;
    if (!enrolled.ok) return enrolled;
    await goIn(enrolled.entered, enrolled.entered.session.existing === null ? wish : null);
    if (left !== null && left.unsent.length > 0 && left.folder !== enrolled.entered.session.folder)
      await tell('presses-lost', left.unsent.join(', '));
    return enrolled;
  };

  /**
   * First the word that no session counts, then the files: a crash in between leaves the sweep to the next start.
   * Tells whether the ticket is on the disk.
   */
  async function clear(how: Ended['how'], ticket: ReturnType<typeof ticketOf>): Promise<boolean> {
    const code = setup.policy.kind === 'valid' ? wayInOf(setup.policy.policy) : undefined;
    const why = { how, code: code === undefined ? null : codeMark(code) };
    const kept = ticket === null || (await keepTicket(ports, ticket));
    const ended = await commitCurrent(disk, null, why);
    const swept = await sweepSessions(disk, null);
    // A disk too full for a single word has room for it once the files are gone.
    const settled = ended.ok ? swept : await commitCurrent(disk, null, why);
    if (!settled.ok) log.error('session.wipe-failed', { message: settled.failure.message });
    return kept || (await keepTicket(ports, ticket));
  }

  return {
    begin,

    /** Resolves once nothing of a session that has ended is left. */
    wiped: () => wiping,

    async enrol(wish: Effect & { do: 'enrol' }): Promise<void> {
      await typedIn;
      if (loop.state().session !== null) return;
      const enrolled = await enrolWith(wish);
      if (enrolled.ok) return;
      await loop.dispatch({ kind: 'enrol-failed', message: enrolled.message, final: enrolled.final });
    },

    async enrolAtScreen({
      url,
      code,
    }: {
      url: string;
      code: string;
    }): Promise<IpcAnswer<{ command?: string }>> {
      const { session, door } = loop.state();
      if (session !== null || door.kind === 'enrolling')
        return {
          ok: false,
          error: { code: 'refused', message: 'This console is enrolled already, or just doing so.' },
        };
      const wish = { url: url.replace(/\/+$/, ''), code, fingerprint: null, deviceName: '' };
      const enrolling = enrolWith(wish);
      typedIn = Promise.allSettled([enrolling]);
      const enrolled = await enrolling;
      if (enrolled.ok) return { ok: true, value: {} };
      const code_ = enrolled.final ? 'refused' : 'unreachable';
      return { ok: false, error: { code: code_, message: enrolled.message } };
    },

    async stepIn(who: Request<'person.step-in'>): Promise<IpcAnswer<{ command?: string }>> {
      const { session } = loop.state();
      if (session === null)
        return { ok: false, error: { code: 'not-enrolled', message: 'This console is not enrolled yet.' } };
      const answer = await exchange(ports.backend, session, {
        method: 'POST',
        path: '/people/step-in',
        token: session.token,
        timeoutMs: 8000,
        body: who,
      });
      if (answer.kind === 'failure')
        return { ok: false, error: { code: 'unreachable', message: answer.message } };
      const read = answer.status < 300 ? stepInAnswer.safeParse(answer.body) : null;
      if (!read?.success) {
        return { ok: false, error: stepInRefusal(answer) };
      }
      await loop.dispatch({ kind: 'stepped-in', session: session.folder, ...read.data });
      return { ok: true, value: {} };
    },

    async leaveBehind(session: Session): Promise<void> {
      const leaving = async (): Promise<void> => {
        const dropped = await dropToken(disk, session);
        if (!dropped.ok) log.warn('session.token-not-dropped', { message: dropped.failure.message });
        reuse = await leftBehind(ports, session.folder, session.restaurantId);
      };
      wiping = leaving();
      await wiping;
    },

    async wipe({ how, session }: Effect & { do: 'wipe' }): Promise<void> {
      const ticket = how === 'left' ? ticketOf(session) : null;
      const cleared = clear(how, ticket);
      wiping = cleared;
      const kept = await cleared;
      if (ticket !== null) await handInTicket(ports, ticket, kept);
    },
  };
}
