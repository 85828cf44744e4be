// The console's brain behind its ports: intents go in, views come out.
import type { IpcAnswer, Request } from '../contract/ipc.ts';
import type { Policy } from '../contract/policy.ts';
import type { View, ViewDelta } from '../contract/view.ts';
import type { Ports } from './ports/ports.ts';

export type Intent =
  | ({ kind: 'command' } & Request<'order.command'>)
  | { kind: 'undo'; order: string }
  | { kind: 'dismiss-refused'; order: string }
  | { kind: 'stop-bell' }
  | { kind: 'try-now' }
  | { kind: 'enrol'; url: string; code: string }
  | { kind: 'change-settings'; change: Request<'settings.change'> }
  | { kind: 'dismiss-notice'; id: string };

export type Setup = {
  /** As read from the machine: absent, valid, or refused as a whole with the reason. */
  policy:
    | { kind: 'none' }
    | { kind: 'valid'; policy: Policy; source: string }
    | { kind: 'refused'; source: string; why: string };
  /** The machine's name, shown to managers in the list of devices. */
  machineName: string;
};

export type Counterbell = {
  /** Reads the disk, shows what it knows, then goes after the backend. Resolves when the disk is read. */
  start(): Promise<void>;
  /** Finishes what is being written; no effect comes after. */
  stop(): Promise<void>;
  handle(intent: Intent): Promise<IpcAnswer<{ command?: string }>>;
  view(): View;
  subscribe(listener: (delta: ViewDelta) => void): () => void;
};

export type CreateCounterbell = (ports: Ports, setup: Setup) => Counterbell;
