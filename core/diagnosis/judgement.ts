// What a check of the self-test comes to: how it is, what that means, and what somebody can do about it.
export type Verdict = 'ok' | 'warn' | 'fail' | 'skipped';

export type Judgement = {
  verdict: Verdict;
  /** What was found. */
  what: string;
  /** What it means for orders and the bell; empty when all is well. */
  why: string;
  /** What to do; empty when there is nothing. */
  todo: string;
};

export const ok = (what: string): Judgement => ({ verdict: 'ok', what, why: '', todo: '' });
export const warn = (what: string, why: string, todo: string): Judgement => ({
  verdict: 'warn',
  what,
  why,
  todo,
});
export const fail = (what: string, why: string, todo: string): Judgement => ({
  verdict: 'fail',
  what,
  why,
  todo,
});
export const skipped = (why: string, todo = ''): Judgement => ({
  verdict: 'skipped',
  what: 'not looked at',
  why,
  todo,
});
