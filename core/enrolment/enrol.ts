// Enrols the device: by itself with what the policy says, or with a code that somebody typed in.
import { readEnrolmentCode } from '../../contract/enrolment-code.ts';
import { cutText, wholeText } from '../../contract/wire.ts';
import type { Answer } from '../screen/answer.ts';
import type { EnrolmentRequest } from '../session/turn.ts';
import { tell, type Context } from './context.ts';
import { enterSession } from './enter.ts';
import { exchangeCode, useExisting, type Enrolled } from './exchange-code.ts';
import { existingOf } from './setup.ts';

type Outcome = { ok: true } | (Enrolled & { ok: false });

export async function enrol(context: Context, request: EnrolmentRequest): Promise<Outcome> {
  const { ports, setup } = context;
  const deviceName = cutText(wholeText(request.deviceName || setup.machineName), 80);
  // A code of a backend that made its own certificate says which one that is.
  const { code, fingerprint } = readEnrolmentCode(request.code);
  await context.wiping;
  const left = context.reuse;
  const trusted = request.fingerprint ?? fingerprint;
  const { installId } = context;
  // Without a code the order system in the policy is used as it is: it enrols nobody, so nobody can supersede it.
  const system = code === '' ? existingOf(setup) : null;
  const here = { ...request, code, fingerprint: trusted, deviceName, installId, reuse: left };
  const enrolled = system === null ? await exchangeCode(ports, here) : useExisting(ports, system, here);
  if (!enrolled.ok) return enrolled;
  const { session, restaurant } = enrolled;
  const failure = await enterSession(context, {
    session,
    restaurant,
    request: system === null ? request : null,
  });
  if (failure !== null)
    return {
      ok: false,
      final: false,
      message: `The enrolment could not be written to this computer's disk: ${failure.message}`,
    };
  if (left !== null && left.unsent.length > 0 && left.folder !== session.folder)
    await tell(context, 'presses-lost', left.unsent.join(', '));
  return { ok: true };
}

export async function enrolByItself(context: Context, request: EnrolmentRequest): Promise<void> {
  await context.typedIn;
  if (context.brain.state().session !== null) return;
  const enrolled = await enrol(context, request);
  if (enrolled.ok) return;
  const { message, final } = enrolled;
  await context.brain.dispatch({ kind: 'enrol-failed', message, final });
}

export async function enrolAtScreen(
  context: Context,
  { url, code }: { url: string; code: string },
): Promise<Answer> {
  const { session, enrolment } = context.brain.state();
  if (session !== null || enrolment.kind === 'enrolling')
    return {
      ok: false,
      error: { code: 'refused', message: 'This console is enrolled already, or just doing so.' },
    };
  const enrolling = enrol(context, {
    url: url.replace(/\/+$/, ''),
    code,
    fingerprint: null,
    deviceName: '',
  });
  context.typedIn = Promise.allSettled([enrolling]);
  const enrolled = await enrolling;
  if (enrolled.ok) return { ok: true, value: {} };
  const why = enrolled.final ? 'refused' : 'unreachable';
  return { ok: false, error: { code: why, message: enrolled.message } };
}
