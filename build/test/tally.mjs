// Counts what was run: what passed, what failed, and what was not run with the reason that its name gives.

/**
 * @typedef {{ file: string, name: string, state: string, errors: string[] }} TestOutcome
 * @typedef {{ file: string, seconds: number }} FileTime
 * @typedef {{ where: string, why: string }} NotRun
 * @typedef {{ passed: number, failed: number, failures: string[], elsewhere: NotRun[], impossible: NotRun[] }} Tally
 */

const elsewhere = /\[not for this system: ([^\]]+)\]/;
const impossible = /\[could not run: ([^\]]+)\]/;

/** @returns {Tally} */
export const emptyTally = () => ({ passed: 0, failed: 0, failures: [], elsewhere: [], impossible: [] });

/**
 * What a test came to, by its state and by the reason that its name gives for not having been run.
 * @param {TestOutcome} outcome
 * @returns {{ is: 'green' | 'red' | 'unexplained' } | { is: 'elsewhere' | 'impossible', why: string }}
 */
export function verdictOn({ name, state }) {
  if (state === 'passed') return { is: 'green' };
  if (state !== 'skipped') return { is: 'red' };
  const notHere = elsewhere.exec(name)?.[1];
  if (notHere !== undefined) return { is: 'elsewhere', why: notHere };
  const couldNot = impossible.exec(name)?.[1];
  return couldNot === undefined ? { is: 'unexplained' } : { is: 'impossible', why: couldNot };
}

/**
 * @param {Tally} tally
 * @param {string} stage
 * @param {readonly TestOutcome[]} outcomes
 * @param {{ strict: boolean }} options strict: a machine that cannot run everything is not good enough
 */
export function count(tally, stage, outcomes, { strict }) {
  const fail = (/** @type {string} */ where) => {
    tally.failed++;
    tally.failures.push(where);
  };
  for (const outcome of outcomes) {
    const where = [stage, outcome.file, outcome.name].filter(Boolean).join(' › ');
    const verdict = verdictOn(outcome);
    switch (verdict.is) {
      case 'green':
        tally.passed++;
        break;
      case 'red':
        fail(where);
        break;
      case 'unexplained':
        fail(`${where} (skipped without a reason)`);
        break;
      case 'elsewhere':
        tally.elsewhere.push({ where, why: verdict.why });
        break;
      default:
        tally.impossible.push({ where, why: verdict.why });
        if (strict) fail(`${where} (on CI everything must run)`);
    }
  }
}

/**
 * @param {Tally} tally
 * @returns {string[]} what the terminal shows at the end; the last line is the result
 */
export function report(tally) {
  const lines = [];
  for (const [title, list] of /** @type {const} */ ([
    ['not for this system', tally.elsewhere],
    ['could not run', tally.impossible],
  ])) {
    if (list.length === 0) continue;
    lines.push(
      `${title} (${list.length}):`,
      ...list.map(({ where, why }) => `  ${withoutReason(where)}: ${why}`),
    );
  }
  if (tally.failures.length > 0) lines.push('failed:', ...tally.failures.map((one) => `  ${one}`));
  lines.push(`${tally.passed} passed, ${tally.failed} failed`);
  return lines;
}

/**
 * @param {readonly FileTime[]} files
 * @param {number} most
 * @returns {string[]} where the time went, the slowest first
 */
export function slowest(files, most) {
  const first = files.toSorted((a, b) => b.seconds - a.seconds).slice(0, most);
  if (first.length === 0) return [];
  return [
    'slowest files:',
    ...first.map(({ file, seconds }) => `  ${seconds.toFixed(1).padStart(6)} s  ${file}`),
  ];
}

/** @param {number} ms */
export const minutes = (ms) =>
  `${Math.floor(ms / 60_000)}:${String(Math.floor((ms / 1000) % 60)).padStart(2, '0')} min`;

/** @param {string} where */
const withoutReason = (where) => where.replace(elsewhere, '').replace(impossible, '').trimEnd();
