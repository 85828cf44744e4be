// Looks back on an evening: was every order heard, once, everything pressed done, once, and "live" never a lie?
import type { Event } from '../../../contract/events.ts';
import type { Act, Order } from '../../../contract/order.ts';
import type { Line, LineOf } from '../../support/headless/lines.ts';
import type { Step } from './service.ts';

export type Timeline = { acts: Act[]; receipts: { stage: string; device: string | null }[] };
export type Evidence = {
  lines: readonly Line[];
  placed: readonly Order[];
  timelines: ReadonlyMap<string, Timeline>;
  events: readonly Event[];
  theirs: readonly Order[];
  ours: readonly Order[];
  answered: readonly { order: string; verb: Step }[];
};

export type Verdict = {
  missed: string[];
  /** Shown here, and the backend was never told. */
  unproven: string[];
  rungTwice: string[];
  lost: string[];
  doubled: string[];
  falselyLive: string[];
  different: string[];
  crashes: string[];
  /** What made the evening worth looking at. */
  seen: { orders: number; toasts: number; grouped: number; presses: number; lives: number; outages: number };
};

export const nothingWrong: Omit<Verdict, 'seen'> = {
  missed: [],
  unproven: [],
  rungTwice: [],
  lost: [],
  doubled: [],
  falselyLive: [],
  different: [],
  crashes: [],
};

/** What the promise says, and how late a timer may be on a machine that does other things as well. */
const liveAtMostMs = 15_000 + 1000;

export function judge(evidence: Evidence): Verdict {
  const { lines, placed, answered, timelines } = evidence;
  const acts = (order: string, verb: Step) =>
    timelines.get(order)?.acts.filter((act) => act.what === verb).length ?? 0;
  const toasts = lines.filter((line) => line.what === 'toast');
  const isTold = (order: Order) => toasts.some((toast) => covers(toast, order));
  return {
    missed: placed.filter((order) => !isTold(order)).map(({ number }) => number),
    unproven: unproven(lines, placed, timelines),
    rungTwice: placed.flatMap((order) => rungTwice(lines, order)),
    lost: answered
      .filter(({ order, verb }) => acts(order, verb) === 0)
      .map(({ order, verb }) => `${verb} ${order}`),
    doubled: placed.flatMap(({ id, number }) =>
      (['accept', 'delay', 'ready'] as const)
        .filter((verb) => acts(id, verb) > 1)
        .map((verb) => `${verb} ${number}`),
    ),
    falselyLive: falselyLive(evidence),
    different: differences(evidence),
    crashes: lines.flatMap((line) => (line.what === 'crash' ? [line.message] : [])),
    seen: {
      orders: placed.length,
      toasts: toasts.length,
      grouped: toasts.filter(({ id }) => id.startsWith('group:')).length,
      presses: answered.length,
      lives: lines.at(-1)?.life ?? 0,
      outages: lines.filter((line) => line.what === 'log' && line.event === 'link.lost').length,
    },
  };
}

/** Whether a notification tells of an order, alone or together with others. */
export const covers = (toast: LineOf<'toast'>, { id, number }: Order): boolean =>
  toast.id.endsWith(`:${id}`) || (toast.id.startsWith('group:') && toast.body.split(', ').includes(number));

export function unproven(
  lines: readonly Line[],
  placed: readonly Order[],
  timelines: Evidence['timelines'],
): string[] {
  const shown = new Set(
    lines.flatMap((line) =>
      line.what === 'log' && line.event === 'alert.shown' ? [line.fields.number] : [],
    ),
  );
  return placed
    .filter(({ id, number }) => {
      const stages = timelines.get(id)?.receipts.map(({ stage }) => stage) ?? [];
      return !stages.includes('stored') || (shown.has(number) && !stages.includes('shown'));
    })
    .map(({ number }) => number);
}

/**
 * A second notification is a second ring, unless the program was killed between asking for the first and writing down
 * what became of it; then the very same one is raised again, once.
 */
function rungTwice(lines: readonly Line[], order: Order): string[] {
  const { number } = order;
  const wrong: string[] = [];
  let former: { id: string; life: number } | null = null;
  let toldInLife = 0;
  for (const line of lines) {
    if (line.what === 'log' && line.event === 'alert.shown' && line.fields.number === number) {
      if (toldInLife > 0) wrong.push(`${number}: its outcome is told twice`);
      toldInLife = line.life;
    }
    if (line.what !== 'toast' || !covers(line, order)) continue;
    if (former !== null) {
      const cutShort = former.life < line.life && toldInLife === 0;
      if (!cutShort || former.id !== line.id) wrong.push(`${number}: by ${former.id} and by ${line.id}`);
    }
    former = { id: line.id, life: line.life };
  }
  return wrong;
}

/** Every moment at which it said "live" although something old was not applied yet. */
function falselyLive({ lines, events }: Evidence): string[] {
  const wrong: string[] = [];
  let live = false;
  let upTo = 0;
  const check = (at: number) => {
    if (!live) return;
    const first = events.find((event) => event.seq > upTo);
    const late = first === undefined ? 0 : at - Date.parse(first.at);
    if (late > liveAtMostMs)
      wrong.push(`live at ${new Date(at).toISOString()}, ${late} ms behind ${first?.seq}`);
  };
  let life = 0;
  for (const line of lines) {
    if (line.life !== life) {
      // What a killed program showed is gone with it.
      life = line.life;
      live = false;
    }
    if (line.what !== 'status') continue;
    check(line.at);
    live = line.word === 'live';
    upTo = line.caughtUpTo ?? 0;
  }
  return wrong;
}

const brief = (order: Order | undefined) =>
  order === undefined ? 'absent' : `${order.status}, promised ${order.promisedAt}, told ${order.toldAt}`;

function differences({ theirs, ours }: Evidence): string[] {
  const byId = new Map(ours.map((order) => [order.id, order]));
  return theirs
    .filter((order) => brief(order) !== brief(byId.get(order.id)))
    .map((order) => `${order.number}: there ${brief(order)}; here ${brief(byId.get(order.id))}`);
}
