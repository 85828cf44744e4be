// Judges what the self-test saw of the computer: program, policy, disk, keyring, tray, notifications, sound.
import type { SoundFault } from '../../contract/health.ts';
import type { Findings } from './findings.ts';
import { fail, ok, skipped, warn, type Judgement } from './judgement.ts';

export const judgeVersion = ({ version, runtime, platform }: Findings['version']): Judgement =>
  ok(`Counterbell ${version} (Electron ${runtime}) on ${platform}`);

export function judgeConsole(found: Findings['console']): Judgement {
  switch (found.kind) {
    case 'nobody':
      return warn(
        'no console runs in this folder',
        'Nothing rings here until one is started. What needs none was looked at all the same.',
        'Start Counterbell, or name its folder with --user-data-dir=DIR.',
      );
    case 'silent':
      return fail(
        'the console runs and does not answer',
        'It may be standing still, and then it rings for nothing.',
        'End it and start it again; the watcher does so by itself where there is one.',
      );
    default:
      return judgeStatus(found);
  }
}

function judgeStatus({ status, since, broken }: Findings['console'] & { kind: 'answers' }): Judgement {
  const what = `${status} since ${since}`;
  if (status === 'live' || status === 'checked') return ok(what);
  const causes = broken.map(({ part, cause }) => `${part}: ${cause ?? 'unknown'}`).join('; ');
  if (status === 'starting' || status === 'catching-up')
    return warn(what, 'It has not read everything yet.', 'Ask again in a minute.');
  const means =
    status === 'polling' ? 'Orders come some seconds later than they could.' : 'Orders may not come.';
  return fail(what, `${means}${causes === '' ? '' : ` ${causes}`}`, 'See below what does not work.');
}

export function judgePolicy({ kind, source, why, unknown, owner }: Findings['policy']): Judgement {
  const from = source ?? 'the policy';
  const owned = owner === null ? '' : `, owned by ${owner.user}`;
  switch (kind) {
    case 'none':
      return ok('there is none: nothing is set by IT');
    case 'refused':
      return fail(
        `${from}${owned} is not used: ${why ?? 'it cannot be read'}`,
        'The console works as if there were none: it does not enrol by itself, and nothing is locked.',
        'Correct it; --check-policy says whether it is right.',
      );
    case 'valid':
      break;
    default:
      return kind satisfies never;
  }
  if (unknown.length > 0)
    return warn(
      `${from}${owned} names what this version does not know: ${unknown.join(', ')}`,
      'These entries have no effect.',
      'Update Counterbell, or correct their names.',
    );
  if (owner?.administrator === false)
    return warn(
      `${from} is valid${owned}, not an administrator`,
      'Whoever can write it decides where this console gets its orders.',
      'Put it where the system keeps policies, as INSTALL says, and leave COUNTERBELL_POLICY unset.',
    );
  return ok(`${from} is valid${owned}`);
}

const mib = 1024 * 1024;
const fewBytes = 500 * mib;
const tooFewBytes = 50 * mib;
const slowMs = 100;
const tooSlowMs = 1000;

const inMib = (bytes: number): string =>
  bytes >= 10 * 1024 * mib ? `${Math.floor(bytes / 1024 / mib)} GiB` : `${Math.floor(bytes / mib)} MiB`;

export function judgeDisk({ folder, freeBytes, unwritable, writesMs }: Findings['disk']): Judgement {
  if (unwritable !== null)
    return fail(
      `${folder} cannot be written: ${unwritable}`,
      'What is pressed is forgotten by a restart, and a new enrolment cannot be kept.',
      'Make room on the disk, or give the folder back to the user who runs Counterbell.',
    );
  const slowest = Math.round(Math.max(0, ...writesMs));
  const what = `${inMib(freeBytes)} free, a line is safe after ${slowest} ms at most`;
  const room = 'Make room on this disk.';
  if (freeBytes < tooFewBytes) return fail(what, 'Soon nothing can be written down any more.', room);
  if (slowest > tooSlowMs)
    return fail(
      what,
      'Orders ring only once they are written down.',
      'Look for what keeps the disk busy, or for a disk that is failing.',
    );
  if (freeBytes < fewBytes) return warn(what, 'Logs and orders need room.', room);
  if (slowest > slowMs) return warn(what, 'Orders may ring late.', 'Look for what keeps the disk busy.');
  return ok(what);
}

export const judgeKeyring = ({ durable, backend }: Findings['keyring']): Judgement =>
  durable
    ? ok(backend === null ? 'secrets are kept safely' : `secrets are kept safely (${backend})`)
    : warn(
        `nothing can be kept safely here${backend === null ? '' : ` (${backend})`}`,
        'After a restart this device has to be enrolled again, unless the policy does so.',
        'Install a keyring such as gnome-keyring or KWallet, and sign in with a password.',
      );

export function judgeAutostart({ on, wanted }: Findings['autostart']): Judgement {
  if (wanted === null) return ok(on ? 'started at login' : 'not started at login');
  if (on === wanted) return ok(on ? 'started at login, as it is set' : 'not started at login, as it is set');
  return warn(
    on ? 'started at login although it is switched off' : 'not started at login although it is switched on',
    on
      ? 'It starts where nobody wants it.'
      : 'After the computer was started nothing rings until somebody starts it.',
    'Switch "Start at login" off and on in the settings, or look into what the system starts at login.',
  );
}

export function judgeWatcher({ kind }: Findings['watcher']): Judgement {
  switch (kind) {
    case 'watched':
      return ok('the watcher starts the console again when it dies');
    case 'the-system':
      return skipped(
        'On this system the launch agent or task of build/ watches, which cannot be seen from here.',
      );
    case 'from-source':
      return skipped('Started from source nothing watches.');
    case 'not-started-by-it':
      return warn(
        'the watcher is there, and the console was started without it',
        'If the console dies nobody starts it again.',
        'Let it be started at login, or start counterbell-watch instead of counterbell.',
      );
    case 'not-watched':
      return warn(
        'no watcher lies beside the program',
        'If the console dies nobody starts it again.',
        'Install the package anew, or have systemd start it (build/linux/counterbell.service).',
      );
    default:
      return kind satisfies never;
  }
}

export const judgeTray = ({ there }: Findings['tray']): Judgement =>
  there
    ? ok('this desktop shows tray icons')
    : warn(
        'nobody on this desktop shows tray icons',
        'Closing the window minimises it instead, and a second start brings it back.',
        'On GNOME add the extension AppIndicator.',
      );

const slowNotificationMs = 1000;

export function judgeNotifications({ outcome, server, ms }: Findings['notifications']): Judgement {
  switch (outcome.kind) {
    case 'failed':
      return warn(
        `no notification can be shown: ${outcome.reason}`,
        'New orders ring and stand in the window, without a notification of the desktop.',
        outcome.remedy,
      );
    case 'unanswered':
      return warn(
        'the notification service does not answer',
        'New orders ring and stand in the window, without a notification of the desktop.',
        outcome.remedy,
      );
    case 'shown':
      break;
    default:
      return outcome satisfies never;
  }
  const what = `${server ?? 'the system'} answers in ${Math.round(ms)} ms`;
  return ms > slowNotificationMs
    ? warn(
        what,
        'Notifications come late; the bell does not wait for them.',
        'Restart the notification service.',
      )
    : ok(what);
}

const whyUnheard: Readonly<Record<SoundFault, { what: string; todo: string }>> = {
  'no-device': {
    what: 'there is no loudspeaker',
    todo: 'Plug one in, and look whether the computer knows it.',
  },
  failed: {
    what: 'no sound could be played',
    todo: 'Look whether the computer has a sound device that works, and whether others hold it.',
  },
  muted: {
    what: 'the computer’s sound is muted',
    todo: 'Turn it on in the computer’s own sound settings, for Counterbell as well.',
  },
  'no-page': {
    what: 'what plays the sounds ended twice in a row',
    todo: 'Start Counterbell again, and look whether the computer has memory left.',
  },
};

export function judgeSound({ rung, aloud }: Findings['sound']): Judgement {
  if (rung.kind === 'unheard') {
    const { what, todo } = whyUnheard[rung.why];
    return fail(what, 'New orders are shown and not heard.', todo);
  }
  if (rung.kind === 'cut-off') return ok('an order rang meanwhile');
  if (rung.away)
    return warn(
      'played, but not on the loudspeaker that was chosen',
      'It is not there; the bell comes out where all other sounds do.',
      'Plug it in, or choose another one in the settings.',
    );
  return ok(aloud ? 'played aloud' : 'played without being heard; --self-test=ring plays it aloud');
}
