// Makes dist/ from the sources, and leaves alone what is still fresh.
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isProgram, projectRoot } from './paths.mjs';
import { inputFiles, isFresh, stampOf, writeStamp } from './stamp.mjs';
import { targets } from './targets.mjs';

/** @typedef {import('./targets.mjs').Target} Target */

/**
 * Builds beside the final place and moves the result there in one step: a program that starts meanwhile
 * finds the old files or the new ones, never half of them.
 * @param {Target} target
 * @param {string} root
 * @param {string} dist
 */
async function make(target, root, dist) {
  const making = path.join(dist, `.making-${target.name}-${process.pid}`);
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  try {
    if (target.config) {
      const { build } = await import('vite');
      await build(await target.config(root, making));
      place(making, path.join(dist, path.dirname(target.outputs[0] ?? '')), target.entry.endsWith('.html'));
    }
    for (const { from, only } of target.copies ?? []) {
      if (!existsSync(path.join(root, from))) continue;
      const copy = path.join(making, path.basename(from));
      for (const file of inputFiles(root, [from]).filter((one) => only === undefined || only.test(one)))
        cpSync(path.join(root, file), path.join(copy, path.relative(from, file)));
      place(copy, path.join(dist, 'electron', path.basename(from)), true);
    }
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/**
 * @param {string} from
 * @param {string} to
 * @param {boolean} wholeFolder replace the folder, rather than the files in it that were made anew
 */
function place(from, to, wholeFolder) {
  if (wholeFolder) {
    mkdirSync(path.dirname(to), { recursive: true });
    rmSync(to, { recursive: true, force: true });
    renameSync(from, to);
    return;
  }
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(from)) renameSync(path.join(from, file), path.join(to, file));
}

/**
 * Brings targets up to date. Answers what was built; throws with a plain sentence when one cannot be built.
 * @param {readonly Target[]} wanted
 * @param {{ root?: string, dist?: string, say?: (line: string) => void }} [options]
 */
export async function bundle(wanted, options = {}) {
  const { root = projectRoot, say = console.log } = options;
  const dist = options.dist ?? path.join(root, 'dist');
  /** @type {string[]} */
  const built = [];
  /** @type {Map<string, string>} */
  const stamps = new Map();
  for (const target of wanted) {
    if (!existsSync(path.join(root, target.entry)))
      throw new Error(`Cannot build ${target.says}: ${target.entry} is missing in this checkout.`);
    const settings = `${target.name} ${process.versions.node.split('.')[0]}`;
    const inputs = target.inputs.join();
    const stamp = stamps.get(inputs) ?? stampOf(root, target.inputs, '');
    stamps.set(inputs, stamp);
    const stampFile = path.join(dist, '.stamps', target.name);
    const outputs = target.outputs.map((output) => path.join(dist, output));
    if (isFresh(stampFile, `${settings} ${stamp}`, outputs)) continue;
    const began = performance.now();
    await make(target, root, dist);
    writeStamp(stampFile, `${settings} ${stamp}`);
    built.push(target.name);
    say(`built ${target.says} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  }
  return built;
}

if (isProgram('bundle.mjs')) {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !targets.some((target) => target.name === name));
  if (unknown.length > 0) {
    console.error(
      `No such target: ${unknown.join(', ')}. There are: ${targets.map((target) => target.name).join(', ')}.`,
    );
    process.exit(2);
  }
  try {
    const wanted = names.length > 0 ? targets.filter((target) => names.includes(target.name)) : targets;
    const built = await bundle(wanted);
    if (built.length === 0) console.log('everything is fresh');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
