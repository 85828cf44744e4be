// Judges what the self-test saw on the way to the order system and to Pusher, step by step.
import { fitOf, ourProtocol, readProtocol } from '../../contract/protocol.ts';
import { problem } from '../../contract/problem.ts';
import { skewTooLargeMs } from '../health/health.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import type { Findings } from './findings.ts';
import { fail, ok, warn, type Judgement } from './judgement.ts';

const rounded = (ms: number): string => `${Math.round(ms)} ms`;
const day = 24 * 60 * 60 * 1000;
const endsSoonMs = 14 * day;

export function judgeOrderSystem({ url, enrolled, why }: Findings['order-system']): Judgement {
  if (enrolled && url !== null) return ok(`enrolled at ${url}`);
  if (url !== null)
    return fail(
      `not enrolled yet, the policy names ${url}`,
      why ?? 'This device gets no orders.',
      'Look whether the code in the policy is still good; a manager can make another.',
    );
  return fail(
    'this console belongs to no restaurant',
    why ?? 'It gets no orders.',
    'Enrol it with a code, or name the order system in a policy.',
  );
}

export function judgeProxy({ source, ways, unknown }: Findings['proxy']): Judgement {
  if (unknown.length > 0 && ways.length === 0)
    return fail(
      `${source} names a proxy of a kind that Counterbell does not speak to: ${unknown.join(', ')}`,
      'Nothing gets through.',
      'Name an HTTP proxy in the policy\'s "proxy" or HTTPS_PROXY.',
    );
  const proxied = ways.filter((way) => way !== 'DIRECT');
  return ok(
    proxied.length === 0 ? 'none, connections are made directly' : `${proxied.join(', ')} (from ${source})`,
  );
}

export const judgeDns = ({ host, addresses, error, ms }: Findings['dns']): Judgement =>
  error === null
    ? ok(`${host} is ${addresses.join(', ')} (${rounded(ms)})`)
    : fail(
        `${host} is not found: ${error}`,
        'Without its address nothing can be reached.',
        'Look at the name in the address of the order system, and at the DNS server of this network.',
      );

export function judgeTcp({ host, port, proxy, error, ms }: Findings['tcp']): Judgement {
  const whom = proxy ? `${host}:${port}, through the proxy,` : `${host}:${port}`;
  return error === null
    ? ok(`${whom} takes connections (${rounded(ms)})`)
    : fail(
        `${whom} cannot be reached: ${error}`,
        'No orders come, and nothing that is pressed is sent, until it can.',
        'Look whether the order system runs, and whether a firewall lets this through; --network lists what is needed.',
      );
}

const noAnswer = {
  'login-page': {
    why: 'This network wants somebody to log in first. Until then no orders come, and nothing that is pressed is sent.',
    todo: 'Open a browser on this computer and log in to the network; for good, have it let this computer through.',
  },
  unreadable: {
    why: 'Something else than the order system answers.',
    todo: 'Look at the address of the order system, and at what stands between this computer and it.',
  },
  other: {
    why: 'No orders come, and nothing that is pressed is sent.',
    todo: 'Look whether the order system runs, and at its log.',
  },
};

export function judgeTls({ host, error, certificate, pinned, loginPage, ms }: Findings['tls']): Judgement {
  if (error !== null && loginPage)
    return fail(
      `a login page of this network answers in place of ${host}: ${error}`,
      noAnswer['login-page'].why,
      noAnswer['login-page'].todo,
    );
  if (error !== null)
    return fail(
      `no trusted connection to ${host}: ${error}`,
      'Nothing is sent to somebody who cannot prove who they are.',
      pinned
        ? 'If the order system has a new certificate of its own, enrol with a new code, which names it.'
        : 'Look at the certificate of the order system, and at the clock. A proxy that reads along needs its certificate in the system’s trust store.',
    );
  const left = certificate === null ? null : certificate.validTo - certificate.now;
  const until =
    certificate === null ? '' : `, until ${new Date(certificate.validTo).toISOString().slice(0, 10)}`;
  const what = `${pinned ? 'the certificate that was pinned' : `trusted, by ${certificate?.issuer ?? 'unknown'}`}${until} (${rounded(ms)})`;
  if (!pinned && left !== null && left < endsSoonMs)
    return warn(what, 'When it has ended nothing gets through any more.', 'Have the certificate renewed.');
  return ok(what);
}

/** Of any kind: what came instead of an answer. */
const lost = (answer: BackendAnswer & { kind: 'failure' }): string => `${answer.why}: ${answer.message}`;

export function judgeHttp({ answer, path, ms }: Findings['http']): Judgement {
  if (answer.kind === 'failure') {
    const { why, todo } =
      noAnswer[answer.why === 'login-page' || answer.why === 'unreadable' ? answer.why : 'other'];
    return fail(`${path}: ${lost(answer)}`, why, todo);
  }
  if (answer.status >= 400)
    return fail(
      `${path} answers ${answer.status}`,
      'The order system is in trouble, or the address is another’s.',
      'Look at the log of the order system, and at its address.',
    );
  return ok(`${path} answers ${answer.status} (${rounded(ms)})`);
}

export function judgeClock({ offMs, timeZone }: Findings['clock']): Judgement {
  if (offMs === null) return ok(`${timeZone}; the order system does not tell the time to compare with`);
  const seconds = Math.abs(offMs) / 1000;
  const what = `${seconds.toFixed(1)} s ${offMs >= 0 ? 'ahead of' : 'behind'} the order system, ${timeZone}`;
  if (Math.abs(offMs) > skewTooLargeMs)
    return fail(
      what,
      'Times on paper and in other programs do not agree with those on the screen, and certificates may seem to have ended.',
      'Have the system set its clock over the network.',
    );
  if (Math.abs(offMs) > 5000)
    return warn(what, 'It drifts.', 'Have the system set its clock over the network.');
  return ok(what);
}

export function judgeProtocol({ header, speaks, ours }: Findings['protocol']): Judgement {
  if (!speaks) return ok(`${ours}; an order system of its own words`);
  const fit = fitOf(ourProtocol, readProtocol(header));
  const what = `this console speaks ${ours}, the order system ${header ?? '1'}`;
  switch (fit) {
    case 'together':
      return ok(what);
    case 'console-too-old':
      return fail(what, 'This console is too old for it, and may not show all.', 'Update Counterbell.');
    case 'backend-too-old':
      return fail(what, 'It is too old for this console.', 'Have the order system updated.');
    case 'unknown':
      return warn(what, 'Something between the two rewrote it.', 'Look at the proxy in between.');
    default:
      return fit satisfies never;
  }
}

export function judgeSignIn({ answer, ms }: Findings['sign-in']): Judgement {
  if (answer.kind === 'failure')
    return fail(
      lost(answer),
      'It cannot be told whether this device is still known.',
      'See above what is wrong on the way.',
    );
  if (answer.status === 401 || answer.status === 403)
    return fail(
      `the order system does not know this device (${answer.status})`,
      'It gets no orders.',
      'Enrol it again with a code from a manager.',
    );
  if (answer.status >= 300)
    return fail(
      `the order system answers ${answer.status}${saidIn(answer.body)}`,
      'It cannot be told whether this device is still known.',
      'Look at the log of the order system.',
    );
  return ok(`the order system knows this device (${rounded(ms)})`);
}

function saidIn(body: unknown): string {
  const told = problem.safeParse(body);
  return told.success ? `: ${told.data.detail}` : '';
}

export const judgePusherConnect = ({ address, error, ms }: Findings['pusher-connect']): Judgement =>
  error === null
    ? ok(`${address} answers (${rounded(ms)})`)
    : fail(
        `no connection to ${address}: ${error}`,
        'New orders come up to 10 s later, when they are asked for.',
        'Let WebSockets to this address through firewall and proxy; look at the key and the address of Pusher.',
      );

export function judgePusherSubscribe({
  channel,
  error,
  authorized,
  ms,
}: Findings['pusher-subscribe']): Judgement {
  if (error === null) return ok(`${channel} (${rounded(ms)})`);
  return fail(
    authorized ? `Pusher refuses ${channel}: ${error}` : `${channel} is not authorized: ${error}`,
    'New orders come up to 10 s later, when they are asked for.',
    authorized
      ? 'Look whether key and secret of the order system are those of this Pusher app.'
      : 'Look at the log of the order system.',
  );
}

export function judgeTestEvent(found: Findings['test-event']): Judgement {
  const late = 'New orders may come up to 10 s later, when they are asked for.';
  if (found.kind === 'refused') {
    const said =
      found.answer.kind === 'failure'
        ? lost(found.answer)
        : `${found.answer.status}${saidIn(found.answer.body)}`;
    return fail(
      `none was sent: ${said}`,
      'The way of an order could not be walked.',
      'Look at the log of the order system.',
    );
  }
  const { heardMs, appliedMs, waitedMs, console } = found;
  if (heardMs === null)
    return fail(
      `sent, and not heard over Pusher within ${rounded(waitedMs)}`,
      late,
      'Look whether the order system reaches Pusher (its /readyz says so).',
    );
  if (!console) return ok(`heard over Pusher after ${rounded(heardMs)}`);
  if (appliedMs === null)
    return fail(
      `heard over Pusher after ${rounded(heardMs)}, and not read by the console within ${rounded(waitedMs)}`,
      'Orders reach this computer and not its screen.',
      'Start Counterbell again, and send its diagnostics to whoever looks after it.',
    );
  return ok(`heard over Pusher after ${rounded(heardMs)}, read by the console after ${rounded(appliedMs)}`);
}
