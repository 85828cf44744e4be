// Vitest's reporter for `npm test`: one line per finished file, and everything about each test and file as JSON
// for the tally. Prints what a test expected as soon as its file has ended.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @typedef {import('./tally.mjs').TestOutcome} TestOutcome */

/**
 * An error as it is printed: its message, the places in our own files, what differs.
 * @param {readonly { name?: string | undefined, message: string, stack?: string | undefined, diff?: string | undefined }[]} errors
 */
const told = (errors) =>
  errors.map(({ name, message, stack, diff }) => {
    const places = (stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line) && !/node_modules|node:internal/.test(line));
    return [`${name ?? 'Error'}: ${message}`, ...places, diff].filter(Boolean).join('\n');
  });

/** @param {string} text */
const indented = (text) => text.replaceAll(/^/gm, '      ');

export default class TallyReporter {
  /** @param {{ file: string, quiet: boolean }} options quiet: name only the files in which something failed */
  constructor({ file, quiet }) {
    this.file = file;
    this.quiet = quiet;
  }

  /** @param {import('vitest/node').TestModule} module */
  onTestModuleEnd(module) {
    const outcomes = outcomesOf(module);
    const failed = outcomes.filter((one) => one.state === 'failed');
    if (this.quiet && failed.length === 0) return;
    const seconds = (module.diagnostic().duration / 1000).toFixed(1);
    const counted =
      failed.length > 0 ? `${failed.length} of ${outcomes.length} failed` : `${outcomes.length}`;
    console.log(`  ${failed.length > 0 ? '✗' : '✓'} ${module.relativeModuleId} (${counted}, ${seconds} s)`);
    for (const { name, errors } of failed)
      console.log(`    ✗ ${name}\n${errors.map((error) => indented(error)).join('\n')}`);
  }

  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly { name?: string | undefined, message: string, stack?: string }[]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    for (const error of told(unhandled)) console.log(`  ✗ outside of any test\n${indented(error)}`);
    const tests = modules.flatMap((module) => outcomesOf(module));
    const stray = told(unhandled).map((error) => ({
      file: '',
      name: 'an error outside of any test',
      state: 'failed',
      errors: [error],
    }));
    const files = modules.map((module) => ({
      file: module.relativeModuleId,
      seconds: module.diagnostic().duration / 1000,
    }));
    mkdirSync(path.dirname(this.file), { recursive: true });
    writeFileSync(this.file, JSON.stringify({ outcomes: [...tests, ...stray], files }, null, 2));
  }
}

/**
 * @param {import('vitest/node').TestModule} module
 * @returns {TestOutcome[]}
 */
function outcomesOf(module) {
  const file = module.relativeModuleId;
  /** @type {TestOutcome[]} */
  const outcomes = [];
  // A file that cannot be loaded, or a hook that fails, is a failure of its own: its tests only look skipped.
  const suites = [module, ...module.children.allSuites()];
  for (const suite of suites)
    if (suite.errors().length > 0) {
      const name = suite.type === 'module' ? 'the file as a whole' : suite.fullName;
      outcomes.push({ file, name, state: 'failed', errors: told(suite.errors()) });
    }
  for (const test of module.children.allTests()) {
    const result = test.result();
    const note = result.state === 'skipped' ? (result.note ?? '') : '';
    outcomes.push({
      file,
      name: note === '' ? test.fullName : `${test.fullName} ${note}`,
      state: result.state,
      errors: told(result.errors ?? []),
    });
  }
  return outcomes;
}
