// Runs one program in the foreground as if it had been started directly: its output, its signals, its code.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { bundle } from './bundle.mjs';
import { checkNode, ensureDependencies } from './dependencies.mjs';
import { projectRoot } from './paths.mjs';
import { targets, toolTarget } from './targets.mjs';

/**
 * @param {string} file a JavaScript file, relative to the project
 * @param {readonly string[]} words
 * @param {Record<string, string | undefined>} [env]
 * @returns {Promise<number>} its exit code; 128 + 15 when a signal ended it, as a shell would say
 */
export function runProgram(file, words, env = {}) {
  const child = spawn(process.execPath, [path.resolve(projectRoot, file), ...words], {
    cwd: projectRoot,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  // Ctrl-C reaches the whole foreground group by itself; we only must not end before the child has.
  const stayUntilItEnds = () => undefined;
  const passOn = () => child.kill('SIGTERM');
  process.on('SIGINT', stayUntilItEnds);
  process.on('SIGTERM', passOn);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('SIGINT', stayUntilItEnds);
      process.off('SIGTERM', passOn);
      resolve(code ?? 143);
    });
  });
}

/** The command-line programs of installed packages, by the file that npm would link. */
export const installed = {
  oxlint: 'node_modules/oxlint/bin/oxlint',
  oxfmt: 'node_modules/oxfmt/bin/oxfmt',
  vitest: 'node_modules/vitest/vitest.mjs',
};

/** @param {readonly string[]} names */
export const targetsNamed = (names) => targets.filter((target) => names.includes(target.name));

/**
 * A TypeScript program below tests/ as a JavaScript file that Node 20 can run.
 * @param {string} name
 * @param {string} entry
 * @param {(line: string) => void} [say]
 */
export async function makeTool(name, entry, say = () => undefined) {
  await bundle([toolTarget(name, entry)], { say });
  return `dist/tools/${name}.js`;
}

/**
 * The frame of every command: Node, packages, the work, one plain line when it fails.
 * @param {() => Promise<number>} work
 */
export async function command(work) {
  try {
    checkNode({ say: () => undefined });
    await ensureDependencies();
    process.exitCode = await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
