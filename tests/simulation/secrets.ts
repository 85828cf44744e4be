// The system's keyring: what it seals cannot be read on the disk, and only this machine opens it again.
import type { Clock } from '../../core/ports/clock.ts';
import type { Secrets } from '../../core/ports/secrets.ts';
import { hash } from './chance.ts';

const mark = 0x5e;

export function createSecrets(machine: string, durable: boolean, clock: Clock): Secrets {
  const key = keyOf(machine);
  const later = <T>(value: T): Promise<T> =>
    new Promise((resolve) => {
      clock.after(0.2, () => resolve(value));
    });
  return {
    durable: () => later(durable),
    seal(plain) {
      if (!durable) return later(null);
      const sealed = new Uint8Array(plain.length + 5);
      sealed[0] = mark;
      new DataView(sealed.buffer).setUint32(1, checksum(plain));
      mask(plain, key, sealed.subarray(5));
      return later(sealed);
    },
    open: (sealed) => later(opened(machine, sealed)),
  };
}

const keyOf = (machine: string): number => hash(machine) | 1;

/** null: it was not sealed on that machine, or is torn. */
export function opened(machine: string, sealed: Uint8Array): Uint8Array | null {
  if (sealed.length < 5 || sealed[0] !== mark) return null;
  const plain = new Uint8Array(sealed.length - 5);
  mask(sealed.subarray(5), keyOf(machine), plain);
  const told = new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength).getUint32(1);
  return told === checksum(plain) ? plain : null;
}

function mask(from: Uint8Array, key: number, to: Uint8Array): void {
  let state = key;
  for (let at = 0; at < from.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    to[at] = (from[at] as number) ^ (state >>> 24);
  }
}

function checksum(bytes: Uint8Array): number {
  let state = 0x811c9dc5;
  for (const byte of bytes) state = Math.imul(state ^ byte, 0x01000193);
  return state >>> 0;
}
