// The alerts of one console, told from the notifications a desktop was asked for: every order once, whatever way it came.
import type { View } from '../../contract/view.ts';
import type { Asked, Console, World } from './console.ts';
import { ticketsOf } from './tickets.ts';

/** What is being caught up is waited for, and a burst is gathered, but never longer. */
const alertWithinMs = 15_000;
/** What the outcome's way to the journal may take beside the disk. */
const journaledWithinMs = 20;

type Kind = 'loud' | 'quiet' | 'notice' | 'personal' | 'chat';

export class AlertWatch {
  readonly #machine: Console;
  readonly #world: World;
  /** Since when the screen has asked for "Understood". */
  #toUnderstand = new Map<string, number>();

  constructor(machine: Console, world: World) {
    this.#machine = machine;
    this.#world = world;
  }

  /** `waiting`: the orders shown as new and due, and since when. */
  sample(view: View, waiting: ReadonlyMap<string, number>): void {
    const { now } = this.#world.timeline;
    // Whoever sleeps, or does not run, tells nobody.
    const attentiveSince = Math.max(this.#machine.awakeSince, this.#machine.process?.startedAt ?? now);
    const toUnderstand = new Map<string, number>();
    for (const { id, number, order, pending } of ticketsOf(view)) {
      const toBeUnderstood = order?.toBeUnderstood ?? null;
      if (toBeUnderstood !== null && pending === null)
        toUnderstand.set(id, this.#toUnderstand.get(id) ?? now);
      const since = Math.max(waiting.get(id) ?? now, attentiveSince);
      if (now - since > alertWithinMs && this.#covering(number, 'loud').length === 0)
        this.#violated(`${number} is shown as new, and no notification ever named it`);
      const changedSince = Math.max(toUnderstand.get(id) ?? now, attentiveSince);
      if (now - changedSince > alertWithinMs && this.#covering(number, 'notice').length === 0)
        this.#violated(`${number} was ${toBeUnderstood}, and no notification told it`);
    }
    this.#toUnderstand = toUnderstand;
    const personal = this.#machine.toasts.find((asked) => !asked.steppedIn && kindOf(asked) === 'personal');
    if (personal !== undefined)
      this.#world.violated(
        'right ears',
        `${this.#machine.name}: “${personal.toast.title}” was shown although nobody was stepped in`,
      );
  }

  /** `numbers`: every order there ever was. */
  settled(numbers: Iterable<string>): void {
    for (const number of numbers)
      for (const kind of ['loud', 'quiet'] as const) {
        const counted = this.#covering(number, kind).filter((asked) => !this.#wasLeftOut(asked, number));
        // Of one that nobody could write down it was not known afterwards that it had been shown.
        const known = counted.filter(
          (asked, at) => at === counted.length - 1 || !this.#machine.forgot(asked),
        );
        const ids = new Set(known.map((asked) => asked.toast.id));
        if (ids.size > (this.#mayBeToldTwice(number) ? 2 : 1))
          this.#violated(`${number} was alerted ${ids.size} times (${kind}): ${[...ids].join(', ')}`);
      }
    for (const [at, asked] of this.#machine.toasts.entries()) {
      const before = this.#machine.toasts.slice(0, at).findLast(
        // One for an unknown order is put in words once they are known.
        (other) =>
          other.toast.id === asked.toast.id &&
          other.toast.title === asked.toast.title &&
          !hasGrown(other, asked),
      );
      if (
        before !== undefined &&
        ['loud', 'quiet'].includes(kindOf(asked)) &&
        !this.#mayRepeat(before, asked)
      )
        this.#violated(
          `“${asked.toast.title}” (${asked.toast.id}) was shown again although nothing had crashed`,
        );
    }
  }

  /** The one allowed case: the console died between asking for it and writing down what became of it. */
  #mayRepeat(before: Asked, again: Asked): boolean {
    return before.life !== again.life && this.#wasCutShort(before);
  }

  #wasCutShort(asked: Asked): boolean {
    const died = this.#machine.ends[asked.life];
    const { told } = asked.awake;
    if (died === undefined) return false;
    if (told === null || this.#machine.forgot(asked)) return true;
    // The write before it may have to end first.
    return died.awakeFor - told < 2 * died.slowest + journaledWithinMs;
  }

  /** Cut short and raised again for the others, as this one was not due any more: it is told when it is. */
  #wasLeftOut(asked: Asked, number: string): boolean {
    if (!this.#wasCutShort(asked)) return false;
    const again = this.#machine.toasts.filter(
      (other) => other.toast.id === asked.toast.id && other.life > asked.life,
    );
    return again.length > 0 && !again.some((other) => names(other, naming(number)));
  }

  /** When it is for was among what could not be read, so it was told at once; and when it is due it is told again. */
  #mayBeToldTwice(number: string): boolean {
    const { database, versions } = this.#world.backend;
    const order = [...database.orders.values()].find((each) => each.number === number);
    if (order === undefined || Date.parse(order.ringAt) <= Date.parse(order.placedAt) + 1000) return false;
    return versions.some(({ newer }) => newer?.isUnreadable({ ...order, status: 'new' }));
  }

  #covering(number: string, kind: Kind): Asked[] {
    const named = naming(number);
    return this.#machine.toasts.filter((asked) => kindOf(asked) === kind && names(asked, named));
  }

  #violated(what: string): void {
    this.#world.violated('alerts', `${this.#machine.name}: ${what}`);
  }
}

/** Also of one whose number is a question mark, because it could not be read. */
const naming = (number: string): RegExp => new RegExp(`(?<!\\w)${number.replaceAll('?', '\\?')}(?!\\w)`);
const names = ({ toast }: Asked, named: RegExp): boolean => named.test(toast.title) || named.test(toast.body);

/** A group that names somebody whom it did not name before. */
function hasGrown(before: Asked, after: Asked): boolean {
  if (!before.toast.id.startsWith('group:')) return false;
  const named = new Set(before.toast.body.split(', '));
  return after.toast.body.split(', ').some((number) => !named.has(number));
}

function kindOf({ toast }: Asked): Kind {
  // It names orders, and is about none.
  if (toast.id === 'chat') return 'chat';
  if (toast.title.startsWith('Nobody has answered')) return 'personal';
  if (/for later/.test(toast.title)) return 'quiet';
  return /CANCELLED|changed/.test(toast.title) ? 'notice' : 'loud';
}
