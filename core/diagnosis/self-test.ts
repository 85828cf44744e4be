// Runs the self-test: looks at everything whose needs are met, side by side, and judges what was found.
import type { Clock } from '../ports/clock.ts';
import { checkIds, checks, type Check } from './checks.ts';
import type { CheckId, Findings, Looks } from './findings.ts';
import { fail, skipped, type Judgement, type Verdict } from './judgement.ts';

export type Checked = Judgement & { id: CheckId; title: string; ms: number };
/** `blocks`: what needs it is not looked at. */
type Told = { told: Checked; blocks: boolean };
export type SelfTest = { at: string; checks: readonly Checked[] };

/** No single look is waited for longer. */
const longestLookMs = 20_000;

/** `tell`: each as soon as it is done. */
export async function runSelfTest(
  looks: Looks,
  clock: Clock,
  tell: (checked: Checked) => void = () => undefined,
): Promise<SelfTest> {
  const at = new Date(clock.now()).toISOString();
  const under = new Map<CheckId, Promise<Told>>();

  function checked(id: CheckId): Promise<Told> {
    const known = under.get(id);
    if (known !== undefined) return known;
    const running = check(id);
    under.set(id, running);
    return running;
  }

  async function check<Id extends CheckId>(id: Id) {
    const { title, needs, judge } = checks[id] as Check<Id>;
    const missing = (await Promise.all(needs.map(checked))).find(({ blocks }) => blocks);
    const began = clock.monotonic();
    const judged =
      missing === undefined
        ? await judgedInTime(looks[id], judge, clock)
        : skipped(`${missing.told.title} has to work before.`);
    const blocks = missing !== undefined || judged.verdict === 'fail';
    const told = { id, title, ms: Math.round(clock.monotonic() - began), ...judged };
    tell(told);
    return { told, blocks };
  }

  const all = await Promise.all(checkIds.map(checked));
  return { at, checks: all.map(({ told }) => told) };
}

async function judgedInTime<Id extends CheckId>(
  look: Looks[Id],
  judge: (found: Findings[Id]) => Judgement,
  clock: Clock,
): Promise<Judgement> {
  const late = fail(
    `no answer within ${longestLookMs / 1000} s`,
    'It could not be looked at.',
    'Try again; if it stays so, send the diagnostics to whoever looks after Counterbell.',
  );
  let patience: { cancel(): void } | undefined;
  const tooLate = new Promise<Judgement>((resolve) => {
    patience = clock.after(longestLookMs, () => resolve(late));
  });
  try {
    return await Promise.race([looked(look, judge), tooLate]);
  } finally {
    patience?.cancel();
  }
}

async function looked<Id extends CheckId>(look: Looks[Id], judge: (found: Findings[Id]) => Judgement) {
  try {
    const found = await look();
    return 'notLooked' in found ? skipped(found.notLooked, found.todo) : judge(found);
  } catch (error) {
    // A look that throws is a defect of ours, and no reason to tell nothing of the others.
    return fail(
      `it could not be looked at: ${error instanceof Error ? error.message : String(error)}`,
      'The self-test itself has a fault here.',
      'Send the diagnostics to whoever looks after Counterbell.',
    );
  }
}

export const hasFailed = ({ checks: all }: SelfTest): boolean =>
  all.some(({ verdict }) => verdict === 'fail');

const marks: Readonly<Record<Verdict, string>> = { ok: 'ok  ', warn: 'warn', fail: 'FAIL', skipped: 'skip' };

/** For a terminal: a line per check, and below it what it means and what to do. */
export function selfTestLines({ checks: all }: SelfTest): string[] {
  const width = Math.max(...all.map(({ title }) => title.length));
  const count = (wanted: Verdict) => all.filter(({ verdict }) => verdict === wanted).length;
  const indent = ' '.repeat(width + 7);
  return [
    ...all.flatMap(({ verdict, title, what, why, todo }) => [
      `${marks[verdict]} ${title.padEnd(width)}  ${verdict === 'skipped' ? `${what}: ${why}` : what}`,
      ...(verdict === 'skipped' || why === '' ? [] : [`${indent}${why}`]),
      ...(todo === '' ? [] : [`${indent}→ ${todo}`]),
    ]),
    `${count('ok')} well, ${count('warn')} to look at, ${count('fail')} failed, ${count('skipped')} not looked at`,
  ];
}
