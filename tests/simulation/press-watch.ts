// Checks that whatever was pressed on one console takes effect once, and that the screen says so until it has.
import type { View } from '../../contract/view.ts';
import { home, type Backend } from './backend.ts';
import type { Console, Press, World } from './console.ts';
import { ticketOf, ticketsOf } from './tickets.ts';

/** Whatever was pressed until a console whose session was ended knew that it was. */
const toldWithinMs = 120_000;

export class PressWatch {
  readonly #machine: Console;
  readonly #world: World;

  constructor(machine: Console, world: World) {
    this.#machine = machine;
    this.#world = world;
  }

  get #backend(): Backend {
    return this.#world.backend;
  }

  sample(view: View): void {
    for (const press of this.#machine.presses) {
      if (press.answered !== 'ok' || press.undo !== null || press.dismissed) continue;
      if (this.#machine.forgot(press) || this.#machine.ended.length > 0) continue;
      if (!this.#backend.database.orders.has(press.order)) continue;
      const shown = ticketOf(view, press.order);
      if (shown === undefined && this.#machine.handled.has(press.order)) continue;
      const taken = this.#backend.taken.some((each) => each.key === press.command);
      if (!taken && shown?.pending == null)
        this.#violated(
          'no lost action',
          `${this.#machine.name}: ${press.verb} (${press.command}) was not sent, and the screen does not say so`,
        );
      if (!taken && shown?.pending?.state === 'sent' && shown.pending.command === press.command)
        this.#violated(
          'no lost action',
          `${this.#machine.name} says ${press.verb} was sent, but the backend never took it`,
        );
    }
  }

  /** Everything has been well for a while. */
  settled(view: View): void {
    for (const shown of ticketsOf(view))
      if (shown.pending !== null && shown.pending.state !== 'refused')
        this.#violated(
          'no lost action',
          `${this.#machine.name} still shows ${shown.pending.verb} of ${shown.number} as ${shown.pending.state}`,
        );
    for (const press of this.#machine.presses) this.#tookEffectOnce(press);
    this.#nothingNobodyPressed();
  }

  #tookEffectOnce(press: Press): void {
    if (press.answered !== 'ok' || this.#machine.forgot(press)) return;
    if (this.#machine.ended.some((ended) => ended.at + toldWithinMs > press.at)) return;
    const { name, view } = this.#machine;
    const taken = this.#backend.taken.filter((each) => each.key === press.command);
    const effects = taken.filter((each) => each.outcome === 'changed');
    for (const each of effects)
      if (effects.some((other) => other !== each && other.generation === each.generation))
        this.#violated('no lost action', `${name}: ${press.verb} (${press.command}) took effect twice`);
    const shown = ticketOf(view, press.order);
    const told =
      press.dismissed || shown?.pending?.state === 'refused' || this.#machine.handled.has(press.order);
    if (press.undo === 'ok') {
      const current = this.#backend.database.orders.get(press.order);
      const lastCause = this.#backend
        .log(home)
        .events.findLast((event) => event.order?.['id'] === press.order && event.cause !== undefined)?.cause;
      // A recall that was carried out, and lost with its database afterwards, is nobody's fault here.
      const first = effects[0]?.at ?? Number.POSITIVE_INFINITY;
      const recalled = this.#backend.taken.some(
        (each) => each.verb === 'recall' && each.order === press.order && each.at > first,
      );
      const stands = lastCause === press.command && !(recalled && effects.length === 1);
      if (stands && current?.status === 'ready' && !told)
        this.#violated(
          'no lost action',
          `${name}: ${press.verb} (${press.command}) was taken back, and took effect`,
        );
      return;
    }
    if (press.undo !== null || told || taken.some((each) => each.outcome !== 'refused')) return;
    // The order itself went away with a database that was put back.
    if (!this.#backend.database.orders.has(press.order)) return;
    this.#violated(
      'no lost action',
      `${name}: ${press.verb} (${press.command}) ${taken.length === 0 ? 'never took effect' : 'was refused'}, and nothing on the screen tells`,
    );
  }

  /** One press, one effect: a second key for the same press would slip past the backend. */
  #nothingNobodyPressed(): void {
    const { name, presses } = this.#machine;
    const devices = new Set(this.#machine.deviceIds());
    const budget = new Map<string, number>();
    const slot = (order: string, verb: string): string => `${order} ${verb}`;
    for (const press of presses) {
      for (const verb of press.undo === null ? [press.verb] : [press.verb, 'recall'])
        budget.set(slot(press.order, verb), (budget.get(slot(press.order, verb)) ?? 0) + 1);
    }
    const counted = new Set<string>();
    for (const each of this.#backend.taken) {
      if (each.device === null || !devices.has(each.device) || each.outcome !== 'changed') continue;
      if (each.verb === 'stop-bell' || counted.has(each.key)) continue;
      counted.add(each.key);
      const left = (budget.get(slot(each.order, each.verb)) ?? 0) - 1;
      budget.set(slot(each.order, each.verb), left);
      if (left < 0)
        this.#violated(
          'no lost action',
          `${name}: the backend took ${each.verb} of ${this.#backend.database.orders.get(each.order)?.number} more often than it was pressed`,
        );
    }
  }

  #violated(promise: string, what: string): void {
    this.#world.violated(promise, what);
  }
}
