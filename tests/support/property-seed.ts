// Gives the properties of a test file one seed, and names it wherever a test fails: also where the property itself could
// not say it any more, because the test ran out of time. COUNTERBELL_PROPERTY_SEED=N tells the same story again.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeEach } from 'vitest';

const asked = process.env.COUNTERBELL_PROPERTY_SEED;
const seed = asked === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(asked);
if (!Number.isInteger(seed))
  throw new Error(
    `COUNTERBELL_PROPERTY_SEED is "${asked}"; it must be a whole number, as a failure prints it.`,
  );

// With the reason in the report itself: a cause is not shown by every reporter.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed, includeErrorInReport: true });

beforeEach(({ task, onTestFailed }) => {
  onTestFailed(() => {
    if (!readFileSync(task.file.filepath, 'utf8').includes('fast-check')) return;
    const line = `The properties of this file had the seed ${seed}: COUNTERBELL_PROPERTY_SEED=${seed} repeats them.`;
    for (const error of task.result?.errors ?? []) error.message += `\n${line}`;
  });
});
