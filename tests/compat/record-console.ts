// Records what a console of this version leaves on its disk: in the middle of a shift, cut off from its backend, with
// presses that were not sent; and after it left without a network.
import type { Snapshot } from '../../contract/api.ts';
import { defaultSettings } from '../../contract/settings.ts';
import type { BackendAnswer, BackendRequest } from '../../core/ports/backend.ts';
import { writtenSettings } from '../../core/settings/upgrade.ts';
import { dawn } from '../simulation/clock.ts';
import { answered, createCounter, unreachable } from '../support/counter.ts';
import type { Exchange } from './exchange.ts';

export const backendUrl = 'https://orders.example';

/** A backend that answers what was recorded, and stands where the recorded snapshot does. */
export function recordedBackend(exchanges: readonly Exchange[], now: () => number) {
  const named = (name: string) => {
    const found = exchanges.find((one) => one.name === name);
    if (found === undefined) throw new Error(`Nothing was recorded of “${name}”.`);
    return found.answered;
  };
  const { body: snapshot } = named('a snapshot') as { body: Snapshot };
  const heads = Object.entries(snapshot.heads);
  return (request: BackendRequest): BackendAnswer => {
    const told = (name: string): BackendAnswer => answered(named(name).status, named(name).body);
    const { path: asked } = request;
    if (asked === '/enrol') return told('enrol');
    if (asked.split('?')[0] === '/snapshot') return told('a snapshot');
    if (asked === '/people/step-in') return told('step in');
    if (asked === '/receipts') return told('receipts');
    if (asked === '/leave') return told('leave');
    if (asked === '/beat')
      return answered(200, { ...(named('beat').body as object), now: iso(now()), heads: snapshot.heads });
    const [, head] =
      heads.find(([stream]) => asked.startsWith(`/streams/${encodeURIComponent(stream)}/`)) ?? [];
    return head === undefined ? unreachable : answered(200, { events: [], head });
  };
}

const iso = (at: number): string => new Date(at).toISOString();

export async function recordConsole(exchanges: readonly Exchange[]): Promise<[string, Uint8Array][]> {
  let reachable = true;
  const counter = createCounter({
    policy: {
      backend: { url: backendUrl },
      enrolment: { code: 'KITCHEN-7', deviceName: 'Counter 1' },
      settings: { theme: 'dark' },
    },
    answer: (request) => (reachable ? backend(request) : unreachable),
  });
  const backend = recordedBackend(exchanges, () => dawn + counter.timeline.now);
  const { core } = counter;
  void core.start();
  await counter.pass(20_000);
  const order = (status: string): string => {
    const found = core.view().orders.find((shown) => shown.order.status === status);
    if (found === undefined) throw new Error(`The recorded snapshot has no order that is ${status}.`);
    return found.order.id;
  };
  void core.handle({ kind: 'step-in', who: { pin: '2468' } });
  await counter.pass(2000);
  reachable = false;
  void core.handle({ kind: 'command', order: order('accepted'), verb: 'ready' });
  void core.handle({ kind: 'command', order: order('new'), verb: 'accept' });
  await counter.pass(3000);
  const cutOff = [...counter.files].map(([name, bytes]): [string, Uint8Array] => [`cut-off/${name}`, bytes]);
  void core.handle({ kind: 'leave', discard: true });
  await counter.pass(3000);
  const left = [...counter.files].map(([name, bytes]): [string, Uint8Array] => [`left/${name}`, bytes]);
  return [...cutOff, ...left, ['settings.json', settingsFile()]];
}

/** As electron-store writes it, which itself only runs inside Electron. */
function settingsFile(): Uint8Array {
  const settings = writtenSettings({
    ...defaultSettings,
    language: 'de',
    bell: { volume: 0.5, snoozeSeconds: 60 },
  });
  return Buffer.from(JSON.stringify({ installId: 'install-of-the-till', settings }, null, '\t'));
}
