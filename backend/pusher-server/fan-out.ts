// Sends published events to their listeners in the order of publishing; to many of them after their publisher was answered.
import type { Client } from './client.ts';

export type Listeners = { readonly listeners: ReadonlySet<Client> };

type Waiting = { to: Listeners; frame: Buffer; except: string | undefined };

const FEW = 20;

export class FanOut {
  private waiting: Waiting[] = [];
  private readonly most: number;
  private readonly soon: (run: () => void) => void;

  /** `soon` runs something once the answers that are ready now are written. */
  constructor(most: number, soon: (run: () => void) => void = setImmediate) {
    this.most = most;
    this.soon = soon;
  }

  later(to: Listeners, frame: Buffer, except?: string): void {
    // Telling so few takes no longer than the answer itself.
    if (this.waiting.length === 0 && to.listeners.size <= FEW) return send({ to, frame, except });
    if (this.waiting.length === 0) this.soon(() => this.finish());
    this.waiting.push({ to, frame, except });
    // Publishers wait again, as long as they are faster than this.
    if (this.waiting.length > this.most) this.finish();
  }

  /** After everything that was published before, so that nobody hears of it in another order. */
  now(to: Listeners, frame: Buffer, except?: string): void {
    this.finish();
    send({ to, frame, except });
  }

  /** Before somebody comes or goes: an event is for those who were there when it was published. */
  finish(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const each of waiting) send(each);
  }
}

/** The same bytes for everybody: a frame is made once per event, however many listen. */
function send({ to, frame, except }: Waiting): void {
  for (const client of to.listeners) {
    if (except === undefined || client.socketId !== except) client.deliver(frame);
  }
}
