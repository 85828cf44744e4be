// Watches the inbox of whoever is stepped in at one console: announced once, counted right, opened for good, and gone with them.
import type { View } from '../../contract/view.ts';
import type { Asked, Console, World } from './console.ts';
import { markOf, type Told } from './inboxes.ts';
import { staff } from './staff.ts';

/** Since when their inbox has been in sight, in this life. */
type Stay = { life: number; person: string; since: number };

export class InboxWatch {
  readonly #machine: Console;
  readonly #world: World;
  #stay: Stay | null = null;

  constructor(machine: Console, world: World) {
    this.#machine = machine;
    this.#world = world;
    const { onView } = machine;
    machine.onView = (view, delta) => {
      onView(view, delta);
      this.#follow(view);
    };
  }

  sample(view: View): void {
    const shown = JSON.stringify(view);
    for (const { id, name } of staff) {
      if (view.person?.id !== id && shown.includes(markOf(id)))
        this.#violated('right ears', `shows what was meant for ${name}, who is not stepped in`);
      const files = this.#machine.disk.holding(markOf(id));
      if (files.length > 0)
        this.#violated('right ears', `${files.join(', ')} holds what was meant for ${name}`);
    }
  }

  /** Everything has been well for a while. */
  settled(view: View): void {
    const { inboxes } = this.#world.backend;
    if (inboxes === null) return;
    for (const told of inboxes.told) this.#announcedOnce(told);
    this.#openedForGood();
    if (view.person === null) return;
    if (view.inbox === null)
      return this.#violated('inbox', `${view.person.name} is stepped in and sees no inbox`);
    const unread = inboxes.unread(view.person.id);
    const listed = view.inbox.notifications.filter(({ opened }) => !opened).length;
    if (view.inbox.unread !== unread || listed !== unread)
      this.#violated('inbox', `counts ${view.inbox.unread}, lists ${listed} unread, and ${unread} are`);
  }

  #follow({ person, inbox }: View): void {
    const { life } = this.#machine;
    if (person === null || inbox === null) this.#stay = null;
    else if (this.#stay?.life !== life || this.#stay.person !== person.id)
      this.#stay = { life, person: person.id, since: this.#world.timeline.now };
  }

  #announcedOnce(told: Told): void {
    const { title, kind } = told.notification;
    const toasts = this.#machine.toasts.filter((asked) => names(asked, title));
    if (toasts.length > 1) this.#violated('inbox', `“${title}” was announced ${toasts.length} times`);
    if (toasts.some(({ steppedIn }) => !steppedIn))
      this.#violated('right ears', `“${title}” was announced although nobody was stepped in`);
    if (kind === 'announcement' && toasts.length > 0)
      this.#violated('inbox', `“${title}” is a quiet one and was announced`);
    if (kind !== 'announcement' && toasts.length === 0 && this.#hadToBe(told))
      this.#violated('inbox', `“${title}” came while its person was stepped in, and was never announced`);
  }

  /** It came after what they found, and nobody has opened it before it could be announced. */
  #hadToBe({ person, notification, at, generation }: Told): boolean {
    const { backend } = this.#world;
    const now = backend.inboxes?.of(person).find(({ id }) => id === notification.id);
    const stay = this.#stay;
    return (
      stay?.person === person && at > stay.since && generation === backend.generation && now?.opened === false
    );
  }

  /** A database that was put back may have forgotten it, and a session that was ended took it along. */
  #openedForGood(): void {
    const { backend } = this.#world;
    if (backend.generation > 1 || this.#machine.ended.length > 0) return;
    for (const press of this.#machine.openings) {
      if (!press.ok || this.#machine.forgot(press)) continue;
      const one = backend.inboxes?.of(press.person).find(({ id }) => id === press.notification);
      if (one?.opened === false)
        this.#violated('inbox', `“${one.title}” was opened, and the backend was never told`);
    }
  }

  #violated(promise: string, what: string): void {
    this.#world.violated(promise, `${this.#machine.name}: ${what}`);
  }
}

const names = ({ toast }: Asked, title: string): boolean =>
  toast.title.includes(title) || toast.body.includes(title);
