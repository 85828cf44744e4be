// What a headless console is told when it is started, and what it prints.
export type Wish = {
  folder: string;
  /** The backend, as the console is to reach it. */
  url: string;
  code: string;
  name: string;
  /** What its keyring seals with, in hex. */
  key: string;
  /** Parts of the desktop that throw when they are used. */
  throwing?: readonly string[];
};

export type Words =
  | { what: 'started' }
  | { what: 'crash'; message: string }
  | { what: 'log'; event: string; fields: Record<string, unknown> }
  | { what: 'toast'; id: string; title: string; body: string; sticky: boolean }
  | { what: 'withdraw'; id: string }
  | { what: 'ring'; sound: string }
  | { what: 'silence' }
  | { what: 'show'; how: string }
  | { what: 'status'; word: string; caughtUpTo: number | null }
  | { what: 'notices'; codes: string[] }
  | {
      what: 'order';
      id: string;
      number: string;
      status: string;
      column: string;
      pending: string | null;
    }
  | { what: 'order-gone'; id: string }
  | { what: 'answer'; id: number; value: unknown };

/** `life`: which start of the program printed it, from 1. `at`: milliseconds since 1970, finely. */
export type Line = { at: number; life: number } & Words;
export type LineOf<W extends Words['what']> = Extract<Line, { what: W }>;
