// Content stamps: tell from the bytes of its inputs whether something built earlier is still fresh.
// Times of files are not used, because a checkout or a copy sets them anew.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const notInputs = /\.test\.tsx?$/;

/**
 * Every file below the given files and folders, sorted, as paths relative to root.
 * @param {string} root
 * @param {readonly string[]} inputs
 */
export function inputFiles(root, inputs) {
  /** @type {string[]} */
  const files = [];
  for (const input of inputs) {
    const full = path.join(root, input);
    if (!existsSync(full)) continue;
    if (statSync(full).isFile()) files.push(input);
    else
      for (const entry of readdirSync(full, { recursive: true, withFileTypes: true })) {
        const file = path.relative(root, path.join(entry.parentPath, entry.name));
        if (entry.isFile() && !notInputs.test(file)) files.push(file);
      }
  }
  return [...new Set(files)].toSorted();
}

/**
 * @param {string} root
 * @param {readonly string[]} inputs files and folders relative to root
 * @param {string} settings anything else the result depends on
 */
export function stampOf(root, inputs, settings) {
  const hash = createHash('sha256').update(settings);
  for (const file of inputFiles(root, inputs)) {
    const bytes = readFileSync(path.join(root, file));
    hash.update(`\n${file.split(path.sep).join('/')} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * @param {string} stampFile
 * @param {string} stamp
 * @param {readonly string[]} outputs absolute paths that must exist
 */
export function isFresh(stampFile, stamp, outputs) {
  return (
    outputs.every((output) => existsSync(output)) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8').trim() === stamp
  );
}

/**
 * @param {string} stampFile
 * @param {string} stamp
 */
export function writeStamp(stampFile, stamp) {
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, `${stamp}\n`);
}
