// D-Bus messages: the header that says how long one is and who sent what, and the body behind it.
// https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-messages
import { marshal, Reader, unmarshal } from './values.ts';

export const messageTypes = { call: 1, answer: 2, error: 3, signal: 4 } as const;

/** The header fields of the specification, by their name here. */
const known = {
  path: [1, 'o'],
  interface: [2, 's'],
  member: [3, 's'],
  errorName: [4, 's'],
  replyTo: [5, 'u'],
  destination: [6, 's'],
  sender: [7, 's'],
  signature: [8, 'g'],
} as const;
const fieldOf: ReadonlyMap<number, { name: string; type: string }> = new Map(
  Object.entries(known).map(([name, [number, type]]) => [number, { name, type }]),
);

export type Fields = {
  path?: string;
  interface?: string;
  member?: string;
  errorName?: string;
  replyTo?: number;
  destination?: string;
  sender?: string;
  signature?: string;
};
export type Message = Fields & { type: number; serial: number; body: unknown[] };
export type Header = Omit<Message, 'body'> & { frame: Frame };

/** Where a message ends is all that must be known to get to the next one. */
export type Frame = { little: boolean; bodyAt: number; length: number };

export const frameBytes = 16;
/** The specification's own bounds. */
const longestFields = 64 * 1024 * 1024;
const longestMessage = 128 * 1024 * 1024;

export function encodeMessage(message: Message): Buffer {
  const body = marshal(message.signature ?? '', message.body);
  const fields = Object.entries(known).flatMap(([name, [number, signature]]) => {
    const value = message[name as keyof Fields];
    return value === undefined ? [] : [[number, { signature, value }]];
  });
  const header = marshal('yyyyuua(yv)', [0x6c, message.type, 0, 1, body.length, message.serial, fields]);
  return Buffer.concat([header, Buffer.alloc((8 - (header.length % 8)) % 8), body]);
}

/** Of the first bytes of a message; null when they begin none, and nobody can say where the next one does. */
export function readFrame(bytes: Buffer): Frame | null {
  const little = bytes[0] === 0x6c;
  if ((!little && bytes[0] !== 0x42) || bytes[3] !== 1) return null;
  const sizes = new Reader(bytes, little, 4);
  const [bodyLength, , fieldsLength] = [sizes.uint32(), sizes.uint32(), sizes.uint32()];
  const bodyAt = Math.ceil((frameBytes + fieldsLength) / 8) * 8;
  const length = bodyAt + bodyLength;
  return fieldsLength > longestFields || length > longestMessage ? null : { little, bodyAt, length };
}

/** Throws on whatever is not as specified. Fields nobody knows yet are passed over. */
export function readHeader(bytes: Buffer, frame: Frame): Header {
  const reader = new Reader(bytes.subarray(0, frame.bodyAt), frame.little, 8);
  const serial = reader.uint32();
  const end = reader.uint32() + frameBytes;
  const fields: Record<string, unknown> = {};
  while (reader.at < end) {
    reader.align(8);
    const field = fieldOf.get(reader.read('y') as number);
    const { signature, value } = reader.variant();
    if (field !== undefined && field.type !== signature) throw new Error(`${field.name} is a "${signature}"`);
    if (field !== undefined) fields[field.name] = value;
  }
  return { ...fields, type: bytes.readUInt8(1), serial, frame };
}

export function readBody({ signature = '', frame }: Header, bytes: Buffer): unknown[] {
  return unmarshal(signature, bytes.subarray(frame.bodyAt, frame.length), frame.little);
}
