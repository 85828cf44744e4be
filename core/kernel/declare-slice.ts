// Declares a slice: a piece of what the brain knows, owned by one folder. It says how long its fields live, and what of
// it lies in the journal; what writes it stays in that folder.
import type { Draft, LedgerOf, Part } from './ledger.ts';
import type { Row, Rows } from './row.ts';
import type { Turn } from './turn.ts';

export type Slice<Process, Session, Person, R> = {
  readonly name: string;
  /** The first value of each field, by how long what it was told counts; then the kernel gives it that again. */
  readonly process: Process;
  readonly session: Session;
  readonly person: Person;
  /** Its parts of the ledger, which ends with the session. */
  readonly keeps: R;
};
export type AnySlice = Slice<object, object, object, Rows>;

/** What is known of a slice, as part of all that is known. */
export type StateOf<L> =
  L extends Slice<infer Process, infer Session, infer Person, infer R>
    ? Readonly<Process & Session & Person> & { readonly ledger: LedgerOf<R> }
    : never;

/** Writes a part of the ledger, within a change. */
type Writer<R> =
  R extends Row<infer Value, infer Kind>
    ? {
        in(draft: Draft): Kind extends 'one' ? Value | null : ReadonlyMap<string, Value>;
        put(draft: Draft, key: string, value: Value | null): void;
      }
    : never;

type Declaration<Process, Session, Person, R> = {
  process?: Process;
  session?: Session;
  person?: Person;
  keeps?: R;
};

export function slice<
  Process extends object = object,
  Session extends object = object,
  Person extends object = object,
  R extends Rows = Record<never, Row>,
>(name: string, declared: Declaration<Process, Session, Person, R>) {
  const own: Slice<Process, Session, Person, R> = {
    name,
    process: declared.process ?? ({} as Process),
    session: declared.session ?? ({} as Session),
    person: declared.person ?? ({} as Person),
    keeps: declared.keeps ?? ({} as R),
  };
  const writers = Object.fromEntries(
    Object.entries(own.keeps).map(([part, row]) => [part, writerOf({ name: part, row })]),
  );
  return {
    own,
    /** A turn's state is its own copy, so what it learns is written into it. */
    set(turn: Turn<Readonly<Process & Session & Person>>, news: Partial<Process & Session & Person>): void {
      Object.assign(turn.state, news);
    },
    /** Sets what has changed of a field that has parts of its own. */
    setWithin:
      <Field extends keyof (Process & Session & Person)>(field: Field) =>
      (
        turn: Turn<Readonly<Process & Session & Person>>,
        news: Partial<(Process & Session & Person)[Field]>,
      ): void => {
        Object.assign(turn.state, { [field]: withNews(turn.state[field], news) });
      },
    keep: writers as { readonly [Name in keyof R]: Writer<R[Name]> },
  };
}

/** As two spreads in one literal, but the second of them would be a slow one, and this is done at every turn. */
export const withNews = <Known>(known: Known, news: Partial<Known>): Known =>
  Object.assign({ ...known } as object, news) as Known;

const writerOf = (part: Part) => ({
  in: (draft: Draft) => draft.get(part.name),
  put: (draft: Draft, key: string, value: unknown) => draft.put(part, key, value),
});
