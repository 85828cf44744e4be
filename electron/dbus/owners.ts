// Who owns which well-known name of the bus right now: only the owner may speak in that name.
import { bus, type Connection } from './connection.ts';
import type { Message } from './message.ts';

export type OwnerListener = (owner: string | null) => void;

const changed = 'NameOwnerChanged';
const theBus = { destination: bus, path: '/org/freedesktop/DBus', interface: bus } as const;
const fromTheBus = (sender: string | undefined) => sender === bus;

export const askTheBus = (
  connection: Connection,
  member: string,
  text: string,
  withinMs: number,
): Promise<unknown[]> =>
  connection.ask({ ...theBus, member, signature: 's', body: [text], from: fromTheBus, withinMs });

export type Owners = {
  /** As last heard; null: nobody. Undefined while that is not known. */
  of(name: string): string | null | undefined;
  /** From now on, and over every connection, the owner of this name is known. */
  watch(name: string, listener?: OwnerListener): void;
  isWatched(name: string): boolean;
  names(): string[];
  /** Asks for it on a new connection. */
  learn(connection: Connection, name: string): Promise<void>;
  isNews(signal: Pick<Message, 'sender' | 'interface' | 'member'>): boolean;
  take(signal: Message): void;
  /** The connection is gone: nobody owns anything that is known of. */
  forget(): void;
};

export function createOwners(withinMs: number): Owners {
  const listeners = new Map<string, OwnerListener[]>();
  const owners = new Map<string, string | null>();

  function set(name: string, owner: string | null): void {
    if (owners.get(name) === owner) return;
    owners.set(name, owner);
    for (const listener of listeners.get(name) ?? []) listener(owner);
  }

  return {
    of: (name) => owners.get(name),
    isWatched: (name) => listeners.has(name),
    names: () => [...listeners.keys()],
    watch(name, listener) {
      const known = listeners.get(name) ?? [];
      listeners.set(name, listener === undefined ? known : [...known, listener]);
    },
    async learn(connection, name) {
      const rule = `type='signal',sender='${bus}',interface='${bus}',member='${changed}',arg0='${name}'`;
      await askTheBus(connection, 'AddMatch', rule, withinMs);
      const owner = await askTheBus(connection, 'GetNameOwner', name, withinMs).then(
        ([one]) => (typeof one === 'string' ? one : null),
        () => null,
      );
      // What was heard of a change meanwhile is as new as this answer, or newer.
      if (!owners.has(name)) set(name, owner);
    },
    isNews: ({ sender, interface: from, member }) => fromTheBus(sender) && from === bus && member === changed,
    take({ body: [name, , owner] }) {
      if (typeof name !== 'string' || typeof owner !== 'string' || !listeners.has(name)) return;
      set(name, owner === '' ? null : owner);
    },
    forget() {
      for (const name of listeners.keys()) {
        if (owners.has(name)) set(name, null);
        owners.delete(name);
      }
    },
  };
}
