// The policy of this machine: what fleet management wrote; otherwise the system's file, honoured only when an
// administrator owns it; otherwise the file that COUNTERBELL_POLICY names.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { policyIn } from '../../contract/policy.ts';
import type { Setup } from '../../core/counterbell.ts';
import { managedPolicy, type Managed } from './managed-policy.ts';
import { ownedByWindowsAdministrator } from './windows-acl.ts';

type Read = Setup['policy'];
type Owned = (file: string) => Promise<boolean>;

export type PolicyOptions = {
  managed: () => Promise<Managed>;
  /** Where the system keeps it. */
  systemFile: string;
  /** COUNTERBELL_POLICY */
  namedFile: string | undefined;
  ownedByAdministrator: Owned;
};

export function systemPolicyFile(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  switch (platform) {
    case 'win32':
      return path.win32.join(env.ProgramData ?? 'C:\\ProgramData', 'Counterbell', 'policy.json');
    case 'darwin':
      return '/Library/Application Support/Counterbell/policy.json';
    default:
      return '/etc/counterbell/policy.json';
  }
}

/** Nobody but root may have written the file, nor put another one in its place. */
const ownedByRoot: Owned = async (file) => {
  for (const each of [file, path.dirname(file)]) {
    const { uid, mode } = await stat(each);
    if (uid !== 0 || (mode & 0o022) !== 0) return false;
  }
  return true;
};

export const ownedByAdministrator = (platform: NodeJS.Platform): Owned =>
  platform === 'win32' ? ownedByWindowsAdministrator : ownedByRoot;

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function parse(text: string, source: string): Read {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\u{FEFF}/u, ''));
  } catch (error) {
    return { kind: 'refused', source, why: `not JSON: ${messageOf(error)}` };
  }
  const read = policyIn(content);
  if (!read.ok) return { kind: 'refused', source, why: read.why };
  const { policy, unknown } = read;
  return { kind: 'valid', policy, source, ...(unknown.length > 0 && { unknown }) };
}

async function readSystem({ systemFile, ownedByAdministrator: owned }: PolicyOptions): Promise<Read | null> {
  let text: string;
  try {
    text = await readFile(systemFile, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    return { kind: 'refused', source: systemFile, why: messageOf(error) };
  }
  const trusted = await owned(systemFile).catch(() => false);
  if (trusted) return parse(text, systemFile);
  const why = 'the file and its folder must belong to an administrator, and nobody else may change them';
  return { kind: 'refused', source: systemFile, why };
}

export async function readPolicy(options: PolicyOptions): Promise<Read> {
  const managed = await options.managed();
  if (managed.kind === 'found') return parse(managed.text, managed.source);
  if (managed.kind === 'unreadable') return { ...managed, kind: 'refused' };
  const system = await readSystem(options);
  if (system !== null) return system;
  const { namedFile } = options;
  if (namedFile === undefined || namedFile === '') return { kind: 'none' };
  return policyAt(namedFile);
}

/** Whoever it belongs to. */
export async function policyAt(file: string): Promise<Read> {
  try {
    return parse(await readFile(file, 'utf8'), file);
  } catch (error) {
    return { kind: 'refused', source: file, why: messageOf(error) };
  }
}

export const policyOfThisMachine = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Promise<Read> =>
  readPolicy({
    managed: () => managedPolicy(platform),
    systemFile: systemPolicyFile(platform, env),
    namedFile: env.COUNTERBELL_POLICY,
    ownedByAdministrator: ownedByAdministrator(platform),
  });
