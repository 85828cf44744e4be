// Counts what was run: what passed, what failed, and what was not run with the reason that its name gives.

/**
 * @typedef {{ file: string, name: string, state: string, errors: string[] }} TestOutcome
 * @typedef {{ where: string, why: string }} NotRun
 * @typedef {{ passed: number, failed: number, failures: string[], elsewhere: NotRun[], impossible: NotRun[] }} Tally
 */

const elsewhere = /\[not for this system: ([^\]]+)\]/;
const impossible = /\[could not run: ([^\]]+)\]/;

/** @returns {Tally} */
export const emptyTally = () => ({ passed: 0, failed: 0, failures: [], elsewhere: [], impossible: [] });

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
  for (const { file, name, state } of outcomes) {
    const where = [stage, file, name].filter(Boolean).join(' › ');
    if (state === 'passed') tally.passed++;
    else if (state === 'skipped') {
      const notHere = elsewhere.exec(name)?.[1];
      const couldNot = impossible.exec(name)?.[1];
      if (notHere !== undefined) tally.elsewhere.push({ where, why: notHere });
      else if (couldNot !== undefined) {
        tally.impossible.push({ where, why: couldNot });
        if (strict) fail(`${where} (on CI everything must run)`);
      } else fail(`${where} (skipped without a reason)`);
    } else fail(where);
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

/** @param {string} where */
const withoutReason = (where) => where.replace(elsewhere, '').replace(impossible, '').trimEnd();
