// Does what the program can do without a window and beside a running console, and tells it in words or as JSON. The exit
// code is 0 when it is as it should be, 1 when something is wrong, 2 when it was not understood; never 0 without having run.
import { writeFileSync } from 'node:fs';
import { exitCode } from '../../contract/exit-code.ts';
import type { Policy } from '../../contract/policy.ts';
import type { Setup } from '../../core/counterbell.ts';
import { hasFailed, selfTestLines, type SelfTest } from '../../core/diagnosis/self-test.ts';
import { helpText, type Launch } from '../launch.ts';
import type { Asked, Control } from './control-client.ts';
import { networkLines, networkNeeds, type NetworkNeed } from './network-needs.ts';
import { isWell, statusLines, type ConsoleStatus } from './status-words.ts';

/** What came of it. */
type Told = { code: 0 | 1 | 2; lines: readonly string[]; json: unknown };

export type VerbParts = {
  about: { version: string; electron: string | undefined };
  control: Control;
  /** The policy that counts here, or the file that is named. */
  policy: (file: string | null) => Promise<Setup['policy']>;
  /** Looks at what can be looked at without a console. */
  selfTest: (how: { console: 'nobody' | 'silent'; aloud: boolean }) => Promise<SelfTest>;
  /** The file's bytes, of what can be gathered without a console. */
  diagnostics: (how: { console: 'nobody' | 'silent' }) => Promise<Uint8Array>;
  print: (text: string) => void;
  /** Proves with this word that whoever asks is an administrator; the answer takes the proof away. null: they are not. */
  prove: (word: string) => (() => void) | null;
  /** One line that is typed or piped. */
  typed: () => Promise<string>;
  hash: (code: string) => Promise<string>;
};
type Wanted = Pick<Launch, 'verb' | 'verbValue' | 'json' | 'out'>;

const endsWithinMs = 15_000;

export async function runVerb(wanted: Wanted, parts: VerbParts): Promise<number> {
  const told = await tell(wanted, parts);
  const text = wanted.json ? JSON.stringify(told.json, null, 2) : told.lines.join('\n');
  parts.print(text);
  if (wanted.out === null) return told.code;
  try {
    writeFileSync(wanted.out, `${text}\n`);
    return told.code;
  } catch (error) {
    parts.print(`Could not write ${wanted.out}: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

function tell({ verb, verbValue }: Wanted, parts: VerbParts): Promise<Told> {
  switch (verb) {
    case 'version':
      return version(parts);
    case 'status':
      return status(parts);
    case 'show':
      return show(parts);
    case 'quit':
      return quit(parts, verbValue);
    case 'hash-exit-code':
      return hashExitCode(parts, verbValue);
    case 'check-policy':
      return checkPolicy(parts, verbValue);
    case 'network':
      return network(parts);
    case 'self-test':
      return selfTest(parts, verbValue);
    case 'diagnostics':
      return diagnostics(parts, verbValue);
    case 'help':
    case null:
      return Promise.resolve({ code: 0, lines: [helpText], json: { help: helpText.split('\n') } });
    default:
      return verb satisfies never;
  }
}

async function version({ about }: VerbParts): Promise<Told> {
  return { code: 0, lines: [`Counterbell ${about.version} (Electron ${about.electron})`], json: about };
}

const noConsole =
  'No console runs in this folder. Start Counterbell, or name its folder with --user-data-dir=DIR.';

/** Why there is no answer to build on. */
function without(asked: Exclude<Asked, { kind: 'answered' }>): Told {
  const why = {
    nobody: noConsole,
    silent: 'The console runs and does not answer within 5 s: it may be standing still.',
    refused: asked.kind === 'refused' ? asked.why : '',
  }[asked.kind];
  return { code: 1, lines: [why], json: { ok: false, why } };
}

async function status({ control }: VerbParts): Promise<Told> {
  const asked = await control.ask('status');
  if (asked.kind !== 'answered') return without(asked);
  const told = asked.value as ConsoleStatus;
  return { code: isWell(told) ? 0 : 1, lines: statusLines(told), json: told };
}

async function show({ control }: VerbParts): Promise<Told> {
  const asked = await control.ask('show');
  if (asked.kind !== 'answered') return without(asked);
  return { code: 0, lines: ['The window is shown.'], json: { ok: true } };
}

async function quit(parts: VerbParts, code: string | null): Promise<Told> {
  const { control } = parts;
  const asked = await askToQuit(parts, code);
  // What was wished for is so.
  if (asked.kind === 'nobody')
    return { code: 0, lines: ['No console runs here.'], json: { ok: true, ran: false } };
  if (asked.kind !== 'answered') return without(asked);
  if (await control.gone(endsWithinMs))
    return { code: 0, lines: ['The console has ended.'], json: { ok: true, ran: true } };
  const why = `The console has not ended within ${endsWithinMs / 1000} s.`;
  return { code: 1, lines: [why], json: { ok: false, why } };
}

/** Where it is refused, an administrator may all the same. */
async function askToQuit({ control, prove }: VerbParts, code: string | null): Promise<Asked> {
  if (code !== null) return control.ask('quit', code);
  const asked = await control.ask('quit');
  if (asked.kind !== 'refused') return asked;
  const word = await control.ask('administrator-word');
  const takeAway = word.kind === 'answered' ? prove(String(word.value)) : null;
  if (takeAway === null) return asked;
  try {
    return await control.ask('quit-as-administrator');
  } finally {
    takeAway();
  }
}

/** What a policy keeps of the code that leads out of the kiosk. */
async function hashExitCode({ typed, hash }: VerbParts, value: string | null): Promise<Told> {
  const read = exitCode.safeParse(value ?? (await typed()).trim());
  if (!read.success) {
    const why = 'An exit code is 6 to 12 digits: --hash-exit-code=CODE, or type it behind --hash-exit-code.';
    return { code: 2, lines: [why], json: { ok: false, why } };
  }
  const hashed = await hash(read.data);
  return { code: 0, lines: [hashed], json: { kiosk: { exitCode: hashed } } };
}

async function checkPolicy(parts: VerbParts, file: string | null): Promise<Told> {
  const read = await parts.policy(file);
  switch (read.kind) {
    case 'none':
      return { code: 0, lines: ['There is no policy here: nothing is set by IT.'], json: { kind: 'none' } };
    case 'refused':
      return {
        code: 1,
        lines: [
          `${read.source} is not used: ${read.why}.`,
          'Correct it; until then the console works without a policy.',
        ],
        json: read,
      };
    case 'valid':
      return { code: 0, lines: policyLines(read), json: { ...read, policy: withoutSecrets(read.policy) } };
    default:
      return read satisfies never;
  }
}

type Valid = Extract<Setup['policy'], { kind: 'valid' }>;

function policyLines({ source, policy, unknown = [] }: Valid): string[] {
  const { settings = {}, backend, enrolment, proxy, kiosk } = policy;
  return [
    `${source} is valid.`,
    ...(backend === undefined ? [] : [`backend: ${backend.url}`]),
    ...(enrolment === undefined ? [] : ['enrolment: by a code']),
    ...(proxy === undefined ? [] : [`proxy: ${new URL(proxy.url).host}`]),
    ...(kiosk === undefined ? [] : ['kiosk: with an exit code']),
    ...Object.entries(settings).map(([name, value]) => `settings.${name}: ${JSON.stringify(value)}`),
    ...unknown.map((key) => `passed over, for a newer console knows it: ${key}`),
  ];
}

/** What is printed is mailed, and pasted into tickets. */
function withoutSecrets({ enrolment, proxy, backend, kiosk, ...rest }: Policy): object {
  return {
    ...rest,
    ...(backend && {
      backend: {
        ...backend,
        ...(backend.existing && { existing: { ...backend.existing, token: 'hidden' } }),
      },
    }),
    ...(kiosk && { kiosk: { exitCode: 'hidden' } }),
    ...(enrolment && { enrolment: { ...enrolment, code: 'hidden' } }),
    ...(proxy && { proxy: { ...proxy, url: new URL(proxy.url).host } }),
  };
}

async function network({ control, policy }: VerbParts): Promise<Told> {
  const asked = await control.ask('network');
  const read = asked.kind === 'answered' ? null : await policy(null);
  const needs =
    asked.kind === 'answered'
      ? (asked.value as NetworkNeed[])
      : networkNeeds(read?.kind === 'valid' ? read.policy : null, null);
  if (needs.length > 0) return { code: 0, lines: networkLines(needs), json: needs };
  const why = 'Nothing is configured yet: this console knows no order system. Enrol it, or write a policy.';
  return { code: 1, lines: [why], json: { ok: false, why } };
}

/** A console that runs is asked; without an answer what can be is looked at from here. */
async function selfTest({ control, selfTest: alone }: VerbParts, how: string | null): Promise<Told> {
  if (how !== null && how !== 'ring') {
    const why = `--self-test takes no "${how}": it is --self-test, or --self-test=ring to be heard.`;
    return { code: 2, lines: [why], json: { ok: false, why } };
  }
  const aloud = how === 'ring';
  const asked = await control.ask(aloud ? 'self-test-aloud' : 'self-test');
  const tested =
    asked.kind === 'answered'
      ? (asked.value as SelfTest)
      : await alone({ console: asked.kind === 'nobody' ? 'nobody' : 'silent', aloud });
  return { code: hasFailed(tested) ? 1 : 0, lines: selfTestLines(tested), json: tested };
}

const askForFile = 'Name the file: --diagnostics=FILE.zip';

/** Written from here, with the rights of whoever asked, wherever the console runs. */
async function diagnostics({ control, diagnostics: alone }: VerbParts, file: string | null): Promise<Told> {
  if (file === null) return { code: 2, lines: [askForFile], json: { ok: false, why: askForFile } };
  const asked = await control.ask('diagnostics');
  const console = asked.kind === 'answered';
  const bytes = console
    ? Buffer.from(String(asked.value), 'base64')
    : await alone({ console: asked.kind === 'nobody' ? 'nobody' : 'silent' });
  try {
    writeFileSync(file, bytes, { mode: 0o600 });
  } catch (error) {
    const why = `Could not write ${file}: ${error instanceof Error ? error.message : String(error)}`;
    return { code: 1, lines: [why], json: { ok: false, why } };
  }
  const from = console ? 'the console that runs' : 'what lies in its folder; no console answers';
  return {
    code: 0,
    lines: [
      `Wrote ${file} (${Math.ceil(bytes.length / 1024)} KiB), from ${from}.`,
      'Names, numbers, addresses, messages, codes and keys are left out.',
    ],
    json: { ok: true, file, bytes: bytes.length, console },
  };
}
