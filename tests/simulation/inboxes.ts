// Simulates what the backend keeps of people's notifications: told once in their own streams, opened once, and counted.
import { plainChoices, type Inbox, type Notification } from '../../contract/notifications.ts';
import type { StreamName } from '../../contract/streams.ts';
import type { Backend } from './backend.ts';
import { headOf } from './database.ts';

/** As many as a snapshot has. */
const newest = 50;

/** `generation`: of which database it was. */
export type Told = { person: string; notification: Notification; at: number; generation: number };
type Place = { stream: StreamName; epoch: string; seq: number };
type Which = { ids: readonly string[] } | { upTo: string };

export class Inboxes {
  readonly told: Told[] = [];
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  of(person: string): readonly Notification[] {
    return this.#backend.database.inboxes.get(person) ?? [];
  }

  unread(person: string): number {
    return this.of(person).filter(({ opened }) => !opened).length;
  }

  /** At a known place of the person's stream. */
  inbox(person: string): Inbox {
    const notifications = this.of(person).slice(-newest).toReversed();
    return { notifications, unread: this.unread(person), choices: plainChoices };
  }

  /** Its words say whose it is, so that they are found wherever they should not be. */
  notify(person: string, kind: Notification['kind']): void {
    const backend = this.#backend;
    const { title, body } = wordsFor(person, this.told.length + 1);
    const id = backend.chance.id();
    const createdAt = backend.now();
    const notification: Notification = { id, kind, title, body, opened: false, createdAt };
    backend.database.inboxes.set(person, [...this.of(person), notification]);
    const { now: at } = backend.timeline;
    this.told.push({ person, notification, at, generation: backend.generation });
    const flat = { title, body, opened: false, createdAt };
    backend.commit(`user:${person}`, {
      type: 'notification.new',
      message: title,
      id,
      notification,
      ...flat,
    });
  }

  /** An event only where something was not open before. Answers from which place on it has taken effect. */
  open(person: string, which: Which, cause: string | undefined): Place {
    const stream = `user:${person}`;
    const opens = ({ id, createdAt }: Notification): boolean =>
      'ids' in which ? which.ids.includes(id) : Date.parse(createdAt) <= Date.parse(which.upTo);
    const all = this.of(person);
    const count = all.filter((one) => !one.opened && opens(one)).length;
    if (count > 0) {
      this.#backend.database.inboxes.set(
        person,
        all.map((one) => (!one.opened && opens(one) ? { ...one, opened: true } : one)),
      );
      this.#backend.commit(stream, {
        type: 'notification.opened',
        message: `${count} opened`,
        opening: { ids: [], ...which, count },
        ...(cause === undefined ? {} : { cause }),
      });
    }
    const { epoch, seq } = headOf(this.#backend.log(stream));
    return { stream, epoch, seq };
  }
}

export const wordsFor = (person: string, n: number): { title: string; body: string } => ({
  title: `Note ${n} ${markOf(person)}`,
  body: `Words ${n} ${markOf(person)}`,
});

/** In all words that are for that person, and in nothing else. */
export const markOf = (person: string): string => `meant for ${person}`;
