// The policy as fleet management writes it: Windows' registry (group policy), macOS' managed preferences (MDM).
// Both can be written by administrators only, so what is found there needs no owner to be checked.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { regExe } from './windows-programs.ts';

export type Managed =
  | { kind: 'none' }
  | { kind: 'found'; text: string; source: string }
  | { kind: 'unreadable'; source: string; why: string };

/** Runs a program of the system; null when it ended with an error, which is how both say "there is no such thing". */
export type RunProgram = (program: string, words: readonly string[]) => Promise<string | null>;

export const registryKey = 'HKLM\\SOFTWARE\\Policies\\Counterbell';
export const managedPreferences = '/Library/Managed Preferences/io.counterbell.console.plist';

export async function managedPolicy(
  platform: NodeJS.Platform,
  run: RunProgram = runSystemProgram,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Managed> {
  if (platform === 'win32') return fromRegistry(run, regExe(env));
  if (platform === 'darwin') return fromManagedPreferences(run);
  return { kind: 'none' };
}

/** One text value named Policy with the JSON of a policy file in it. */
async function fromRegistry(run: RunProgram, program: string): Promise<Managed> {
  const answer = await run(program, ['query', registryKey, '/v', 'Policy']);
  if (answer === null) return { kind: 'none' };
  const source = `${registryKey}\\Policy`;
  const text = /^\s*Policy\s+REG_(?:SZ|EXPAND_SZ)\s+(.*?)\s*$/ims.exec(answer)?.[1];
  return text === undefined
    ? { kind: 'unreadable', source, why: 'the value must be of type REG_SZ' }
    : { kind: 'found', text, source };
}

/** A profile's payload has the same names as the policy file; plutil makes JSON out of it. */
async function fromManagedPreferences(run: RunProgram): Promise<Managed> {
  const text = await run('/usr/bin/plutil', ['-convert', 'json', '-o', '-', managedPreferences]);
  return text === null ? { kind: 'none' } : { kind: 'found', text, source: managedPreferences };
}

const runSystemProgram: RunProgram = async (program, words) => {
  try {
    const { stdout } = await promisify(execFile)(program, [...words], { timeout: 10_000, windowsHide: true });
    return stdout;
  } catch {
    return null;
  }
};
