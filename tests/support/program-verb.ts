// Starts the program with one of its verbs, as somebody does on a command line.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sandboxWords } from '../../build/desktop.mjs';
import { projectRoot } from '../../build/paths.mjs';
import { runtimePath } from './console.ts';

const run = promisify(execFile);

export async function programVerb(
  userData: string,
  env: Record<string, string>,
  ...words: string[]
): Promise<{ code: number; said: string }> {
  const started = [...sandboxWords(), projectRoot, `--user-data-dir=${userData}`, ...words];
  const options = { env: { ...process.env, ...env }, cwd: projectRoot, timeout: 60_000 };
  return run(await runtimePath(), started, options).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stdout: string }) => ({ code: error.code, said: error.stdout }),
  );
}
