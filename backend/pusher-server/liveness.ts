// Whether a client is still there: silence is answered with a ping, more silence with goodbye.
import type { Connection } from './connection.ts';
import { PING } from './messages.ts';

export type LivenessPlan = { lookEveryMs: number; pingAfterLooks: number; goneAfterLooks: number };

/**
 * Silence is counted in looks and not in time: a server that was itself stopped or busy for a minute
 * must not blame its clients for that minute.
 *
 * A client checks the link by itself after the announced silence; only one that does not is pinged,
 * so that the two do not ping each other all the time.
 */
export function planLiveness(activityTimeoutS: number, pongTimeoutS: number): LivenessPlan {
  const lookEveryMs = Math.min(1000, Math.ceil((Math.min(activityTimeoutS, pongTimeoutS) * 1000) / 4));
  const pingAfterLooks = Math.ceil((activityTimeoutS * 1500) / lookEveryMs);
  const goneAfterLooks = pingAfterLooks + Math.ceil((pongTimeoutS * 1000) / lookEveryMs);
  return { lookEveryMs, pingAfterLooks, goneAfterLooks };
}

export function verdictOn(quietLooks: number, plan: LivenessPlan): 'fine' | 'ping' | 'gone' {
  if (quietLooks >= plan.goneAfterLooks) return 'gone';
  return quietLooks === plan.pingAfterLooks ? 'ping' : 'fine';
}

export function lookAround(connections: Iterable<Connection>, plan: LivenessPlan): void {
  for (const connection of connections) {
    connection.quietLooks += 1;
    const verdict = verdictOn(connection.quietLooks, plan);
    if (verdict === 'ping') connection.deliver(PING);
    else if (verdict === 'gone') connection.close(4201, 'Pong reply not received in time');
  }
}
