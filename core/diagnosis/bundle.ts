// Makes the files of the diagnostics from what was gathered: each of named parts that may leave the console, and after that
// looked through once more for everything personal and secret that is known here.
import type { Policy } from '../../contract/policy.ts';
import { settings as settingsSchema } from '../../contract/settings.ts';
import { settingNames } from '../../contract/settings/table.ts';
import type { Setup } from '../enrolment/setup.ts';
import { isRecord } from '../../contract/known-keys.ts';
import { checks } from './checks.ts';
import { scrubLines } from './log-line.ts';
import { leftOut, scrub, type Scrubbing } from './scrub.ts';
import { selfTestLines, type SelfTest } from './self-test.ts';

export type Gathered = {
  at: string;
  /** Of the program and what it runs on. */
  versions: Readonly<Record<string, string>>;
  /** The event log and the changes of the status word, as they lie on the disk. */
  logs: readonly { name: string; text: string }[];
  /** As they apply, or as they lie on the disk; of those only what is a setting counts. */
  settings: unknown;
  locked: readonly string[];
  policy: Setup['policy'];
  selfTest: SelfTest;
  hosts: ReadonlySet<string>;
  personal: ReadonlySet<string>;
};
export type BundleFile = { name: string; text: string };

/** So many lines of a log are taken at once: a bell may have to ring between any two goes. */
const linesAtOnce = 200;

const about = `Diagnostics of Counterbell, for whoever looks after it.

versions.json    the program and what it runs on
self-test.txt    what the self-test found, with what it means and what to do; the same in self-test.json
settings.json    the settings that apply
policy.json      what IT has decided, without addresses beyond their host, codes, passwords and keys
logs/            the event log, and the changes of the status word of 30 days with their causes

Of texts only the words that the program and the system use are kept, with times, versions and the names of the
machines that the console talks to. "…" stands where something was left out: names, telephone numbers, addresses, messages,
notes, ids, paths, codes and keys never get here.
`;

/** `pause` lets others have their turn. */
export async function bundle(gathered: Gathered, pause: () => Promise<void>): Promise<BundleFile[]> {
  const { hosts, personal, versions, logs, policy, selfTest } = gathered;
  const how: Scrubbing = { hosts };
  const look = lastLook(personal);
  const tested = scrubTested(selfTest, how);
  const files = [
    { name: 'README.txt', text: about },
    { name: 'versions.json', text: json(mapValues(versions, (value) => scrub(value, how))) },
    { name: 'self-test.txt', text: `${selfTestLines(tested).join('\n')}\n` },
    { name: 'self-test.json', text: json(tested) },
    { name: 'settings.json', text: json(settingsThatMayLeave(gathered)) },
    { name: 'policy.json', text: json(policyThatMayLeave(policy, how)) },
  ].map(({ name, text }) => ({ name, text: look(text) }));
  for (const { name, text } of logs)
    files.push({
      name: `logs/${name}`,
      text: await scrubLog(text, (lines) => scrubLines(lines, how), look, pause),
    });
  return files;
}

async function scrubLog(
  text: string,
  take: (lines: readonly string[]) => readonly string[],
  look: (text: string) => string,
  pause: () => Promise<void>,
): Promise<string> {
  const lines = text.split('\n').filter((line) => line !== '');
  const kept: string[] = [];
  for (let from = 0; from < lines.length; from += linesAtOnce) {
    kept.push(...take(lines.slice(from, from + linesAtOnce)).map(look));
    await pause();
  }
  const out = lines.length - kept.length;
  return [...kept, ...(out === 0 ? [] : [JSON.stringify({ linesLeftOut: out })]), ''].join('\n');
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const mapValues = <T>(from: Readonly<Record<string, T>>, change: (value: T) => unknown) =>
  Object.fromEntries(Object.entries(from).map(([name, value]) => [name, change(value)]));

function scrubTested({ at, checks: all }: SelfTest, how: Scrubbing): SelfTest {
  return {
    at: scrub(at, how),
    checks: all.flatMap(({ id, verdict, ms, what, why, todo }) =>
      Object.hasOwn(checks, id)
        ? [
            {
              id,
              title: checks[id].title,
              verdict,
              ms,
              what: scrub(what, how),
              why: scrub(why, how),
              todo: scrub(todo, how),
            },
          ]
        : [],
    ),
  };
}

/** A setting is a word of a list, a number or yes and no: what is none of that is no setting. */
function settingsThatMayLeave({ settings, locked }: Gathered): object {
  const kept = settingNames.flatMap((name) => {
    const read = isRecord(settings) ? settingsSchema.shape[name].safeParse(settings[name]) : undefined;
    return read?.success ? [[name, read.data] as const] : [];
  });
  return {
    settings: Object.fromEntries(kept),
    setByIt: settingNames.filter((name) => locked.includes(name)),
  };
}

function policyThatMayLeave(policy: Setup['policy'], how: Scrubbing): object {
  const source = policy.kind === 'none' ? null : scrub(policy.source, how);
  switch (policy.kind) {
    case 'none':
      return { kind: 'none' };
    case 'refused':
      return { kind: 'refused', source, why: scrub(policy.why, how) };
    case 'valid':
      return { kind: 'valid', source, ...withoutSecrets(policy.policy, how) };
    default:
      return policy satisfies never;
  }
}

function withoutSecrets({ schema, backend, proxy, enrolment, settings }: Policy, how: Scrubbing): object {
  return {
    schema: schema ?? null,
    backend: backend === undefined ? null : scrub(backend.url, how),
    backendHas: Object.keys(backend ?? {}),
    proxy: proxy === undefined ? null : scrub(proxy.url, how),
    proxyExceptions: proxy?.except?.length ?? 0,
    enrolsByCode: enrolment !== undefined,
    settings: settingNames.filter((name) => settings?.[name] !== undefined),
  };
}

const patterns = [
  /[\w.+-]+@[\w-]+\.[\w.]+/g,
  /\bcb[a-z]_[\w-]{16,}/g,
  /\b(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}\b/g,
  /\b(?:Bearer|Basic) [\w+/=.-]{8,}/g,
];

/** Nothing should be left to find; what is found all the same is taken out. */
export function lastLook(personal: ReadonlySet<string>): (text: string) => string {
  const known = [...personal].filter((one) => one !== '').toSorted((a, b) => b.length - a.length);
  const all = known.length === 0 ? [] : [new RegExp(known.map(literally).join('|'), 'giu')];
  return (text) => [...patterns, ...all].reduce((left, pattern) => left.replace(pattern, leftOut), text);
}

const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
