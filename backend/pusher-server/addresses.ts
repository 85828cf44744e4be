// How many connections each address has and how fast it makes new ones.
import { isIPv6 } from 'node:net';
import { Allowance } from './allowance.ts';
import type { PusherLimits } from './limits.ts';

type Caller = { open: number; connects: Allowance };

export class Addresses {
  private readonly callers = new Map<string, Caller>();
  private readonly limits: PusherLimits;
  private readonly now: () => number;

  constructor(limits: PusherLimits, now: () => number) {
    this.limits = limits;
    this.now = now;
  }

  /** False when this address connects too fast; a storm is turned away before it costs a WebSocket. */
  mayKnock(address: string): boolean {
    const { connectsPerSecondPerAddress, connectBurstPerAddress } = this.limits;
    const caller = this.callerAt(address);
    return caller.connects.take(connectsPerSecondPerAddress, connectBurstPerAddress, this.now());
  }

  hasRoom(address: string): boolean {
    return this.callerAt(address).open < this.limits.connectionsPerAddress;
  }

  enter(address: string): void {
    this.callerAt(address).open += 1;
  }

  leave(address: string): void {
    const caller = this.callers.get(address);
    if (caller) caller.open -= 1;
  }

  /** Drops the addresses of which nothing is left to know, so that memory follows who is here. */
  forgetStrangers(): void {
    const { connectsPerSecondPerAddress, connectBurstPerAddress } = this.limits;
    const now = this.now();
    for (const [address, { open, connects }] of this.callers) {
      if (open === 0 && connects.isFull(connectsPerSecondPerAddress, connectBurstPerAddress, now)) {
        this.callers.delete(address);
      }
    }
  }

  private callerAt(address: string): Caller {
    let caller = this.callers.get(address);
    if (!caller) {
      caller = { open: 0, connects: new Allowance(this.limits.connectBurstPerAddress, this.now()) };
      this.callers.set(address, caller);
    }
    return caller;
  }
}

/** One household: an IPv4 address, or the /64 a provider gives out, in which a client can pick any address. */
export function householdOf(address: string): string {
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (v4 !== undefined) return v4;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]!.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
