// Gathers what goes into the diagnostics, and makes the file of it.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { setImmediate as othersFirst } from 'node:timers/promises';
import path from 'node:path';
import type { PusherAddress } from '../../contract/api.ts';
import type { View } from '../../contract/view.ts';
import type { Setup } from '../../core/counterbell.ts';
import { bundle } from '../../core/diagnosis/bundle.ts';
import { personalIn } from '../../core/diagnosis/personal.ts';
import type { SelfTest } from '../../core/diagnosis/self-test.ts';
import { healthFile } from './health-history.ts';
import { zip } from './zip.ts';

export type Gathering = {
  /** Where the event log lies. */
  logs: string;
  version: { version: string; electron: string | undefined };
  policy: Setup['policy'];
  selfTest: SelfTest;
  settings: unknown;
  locked: readonly string[];
  /** Where the order system and Pusher are, as far as it is known. */
  reaches: { url: string; pusher: PusherAddress } | null;
  /** What is known of people and orders; null without a console. */
  view: View | null;
  secrets: readonly string[];
};

/** No more of a file than this: of the event log that is all. */
const longestFile = 8 * 1024 * 1024;

export async function diagnosticsOf(gathering: Gathering, now: Date): Promise<Buffer> {
  const { logs, version, policy, selfTest, settings, locked, view } = gathering;
  const files = await bundle(
    {
      at: now.toISOString(),
      versions: {
        counterbell: version.version,
        electron: version.electron ?? '',
        node: process.versions.node,
        chrome: process.versions.chrome ?? '',
        platform: `${process.platform}-${process.arch}`,
        system: os.release(),
      },
      logs: ['counterbell.1.log', 'counterbell.log', healthFile].flatMap((name) => {
        const text = textOf(path.join(logs, name));
        return text === null ? [] : [{ name, text }];
      }),
      settings,
      locked,
      policy,
      selfTest,
      hosts: hostsOf(gathering),
      personal: personalIn(view, [...gathering.secrets, ...secretsIn(policy)]),
    },
    () => othersFirst(),
  );
  return zip(files, now);
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file).subarray(-longestFile).toString('utf8');
  } catch {
    return null;
  }
}

/** A policy is IT's, and so is what stands in it; it goes nowhere all the same. */
function secretsIn(policy: Setup['policy']): string[] {
  if (policy.kind !== 'valid') return [];
  const { backend, enrolment, proxy } = policy.policy;
  const password = proxy === undefined ? '' : new URL(proxy.url).password;
  return [backend?.existing?.token ?? '', enrolment?.code ?? '', password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function hostsOf({ policy, reaches }: Gathering): ReadonlySet<string> {
  const named = policy.kind === 'valid' ? policy.policy : {};
  const hosts = [reaches?.url, named.backend?.url, named.proxy?.url].flatMap((url) =>
    url === undefined ? [] : [new URL(url).hostname],
  );
  const pushers = [reaches?.pusher, named.backend?.existing?.pusher].flatMap((at) =>
    at === undefined ? [] : [at.cluster === undefined ? at.host : `ws-${at.cluster}.pusher.com`],
  );
  return new Set([...hosts, ...pushers].filter((host) => host !== '').map((host) => host.toLowerCase()));
}
