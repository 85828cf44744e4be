// What went wrong in the database, as all rooms above it may know it: a code, and what became of the work. The
// database's own words quote what was to be written, such as a customer's name, so they end here.

/**
 * `statement`: the database refused what was asked of it. `unavailable`: it did not answer, and nothing was done.
 * `unknown`: it was lost while it committed, so the work was done wholly or not at all.
 */
export type Outcome = 'statement' | 'unavailable' | 'unknown';

const said: Record<Outcome, string> = {
  statement: 'The database refused a statement',
  unavailable: 'The database does not answer',
  unknown: 'The database was lost while it committed',
};

export class DatabaseError extends Error {
  readonly code: string;
  readonly outcome: Outcome;
  /** The rule that a row would have broken. */
  readonly constraint: string | undefined;

  constructor(code: string, outcome: Outcome, constraint?: string) {
    super(`${said[outcome]} (${code}).`);
    this.name = 'DatabaseError';
    this.code = code;
    this.outcome = outcome;
    this.constraint = constraint;
  }
}

/** Nothing is wrong with what was asked: the same may work in a moment. */
export function isOutage(why: unknown): why is DatabaseError {
  return why instanceof DatabaseError && why.outcome !== 'statement';
}
