// D-Bus values and messages as bytes: the small part of the specification that asking a desktop service needs.
// https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-marshaling

/** A value that carries its own type. Read variants come back as the bare value. */
export type Variant = { signature: string; value: unknown };

const alignments: Readonly<Record<string, number>> = {
  y: 1,
  g: 1,
  v: 1,
  n: 2,
  q: 2,
  b: 4,
  i: 4,
  u: 4,
  s: 4,
  o: 4,
  a: 4,
  x: 8,
  t: 8,
  d: 8,
  '(': 8,
  '{': 8,
};
const closing: Readonly<Record<string, string>> = { '(': ')', '{': '}' };

/** The length of the one complete type a signature begins with. */
function firstType(signature: string): number {
  const kind = signature[0] ?? '';
  if (kind === 'a') return 1 + firstType(signature.slice(1));
  const close = closing[kind];
  if (close === undefined) {
    if (alignments[kind] === undefined) throw new Error(`"${signature}" is not a D-Bus signature`);
    return 1;
  }
  let end = 1;
  while (signature[end] !== close) {
    if (end >= signature.length) throw new Error(`"${signature}" is not a D-Bus signature`);
    end += firstType(signature.slice(end));
  }
  return end + 1;
}

export function typesIn(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length;) {
    const length = firstType(signature.slice(at));
    types.push(signature.slice(at, at + length));
    at += length;
  }
  return types;
}

const alignmentOf = (type: string) => alignments[type[0] ?? ''] ?? 1;
const innerTypes = (type: string) => typesIn(type.slice(1, -1));

class Writer {
  private bytes: number[] = [];

  align(to: number): void {
    while (this.bytes.length % to !== 0) this.bytes.push(0);
  }

  private fixed(size: number, put: (buffer: Buffer) => void): void {
    this.align(size);
    const buffer = Buffer.alloc(size);
    put(buffer);
    this.bytes.push(...buffer);
  }

  uint32(value: number): void {
    this.fixed(4, (buffer) => buffer.writeUInt32LE(value));
  }

  write(type: string, value: unknown): void {
    switch (type[0]) {
      case 'y':
        return void this.bytes.push(Number(value) & 0xff);
      case 'b':
        return this.uint32(value === true ? 1 : 0);
      case 'n':
        return this.fixed(2, (buffer) => buffer.writeInt16LE(Number(value)));
      case 'q':
        return this.fixed(2, (buffer) => buffer.writeUInt16LE(Number(value)));
      case 'i':
        return this.fixed(4, (buffer) => buffer.writeInt32LE(Number(value)));
      case 'u':
        return this.uint32(Number(value));
      case 'x':
        return this.fixed(8, (buffer) => buffer.writeBigInt64LE(BigInt(value as bigint)));
      case 't':
        return this.fixed(8, (buffer) => buffer.writeBigUInt64LE(BigInt(value as bigint)));
      case 'd':
        return this.fixed(8, (buffer) => buffer.writeDoubleLE(Number(value)));
      case 's':
      case 'o': {
        const text = Buffer.from(String(value));
        this.uint32(text.length);
        return void this.bytes.push(...text, 0);
      }
      case 'g': {
        const text = Buffer.from(String(value));
        return void this.bytes.push(text.length, ...text, 0);
      }
      case 'v': {
        const variant = value as Variant;
        this.write('g', variant.signature);
        return this.write(variant.signature, variant.value);
      }
      case '(':
      case '{': {
        this.align(8);
        const parts = value as unknown[];
        return innerTypes(type).forEach((inner, index) => this.write(inner, parts[index]));
      }
      case 'a': {
        const inner = type.slice(1);
        this.uint32(0);
        const lengthAt = this.bytes.length - 4;
        this.align(alignmentOf(inner));
        const began = this.bytes.length;
        for (const element of value as unknown[]) this.write(inner, element);
        const length = Buffer.alloc(4);
        length.writeUInt32LE(this.bytes.length - began);
        return void this.bytes.splice(lengthAt, 4, ...length);
      }
      default:
        throw new Error(`"${type}" is not a D-Bus type`);
    }
  }

  done(): Buffer {
    return Buffer.from(this.bytes);
  }
}

export function marshal(signature: string, values: readonly unknown[]): Buffer {
  const writer = new Writer();
  typesIn(signature).forEach((type, index) => writer.write(type, values[index]));
  return writer.done();
}

class Reader {
  private buffer: Buffer;
  private little: boolean;
  at: number;

  constructor(buffer: Buffer, little: boolean, at = 0) {
    this.buffer = buffer;
    this.little = little;
    this.at = at;
  }

  align(to: number): void {
    this.at = Math.ceil(this.at / to) * to;
  }

  private take(size: number): number {
    this.align(size);
    const at = this.at;
    this.at += size;
    return at;
  }

  uint32(): number {
    const at = this.take(4);
    return this.little ? this.buffer.readUInt32LE(at) : this.buffer.readUInt32BE(at);
  }

  private text(length: number): string {
    const text = this.buffer.toString('utf8', this.at, this.at + length);
    this.at += length + 1;
    return text;
  }

  read(type: string): unknown {
    const { buffer, little } = this;
    switch (type[0]) {
      case 'y':
        return buffer.readUInt8(this.take(1));
      case 'b':
        return this.uint32() === 1;
      case 'n':
        return little ? buffer.readInt16LE(this.take(2)) : buffer.readInt16BE(this.take(2));
      case 'q':
        return little ? buffer.readUInt16LE(this.take(2)) : buffer.readUInt16BE(this.take(2));
      case 'i':
        return little ? buffer.readInt32LE(this.take(4)) : buffer.readInt32BE(this.take(4));
      case 'u':
        return this.uint32();
      case 'x':
        return little ? buffer.readBigInt64LE(this.take(8)) : buffer.readBigInt64BE(this.take(8));
      case 't':
        return little ? buffer.readBigUInt64LE(this.take(8)) : buffer.readBigUInt64BE(this.take(8));
      case 'd':
        return little ? buffer.readDoubleLE(this.take(8)) : buffer.readDoubleBE(this.take(8));
      case 's':
      case 'o':
        return this.text(this.uint32());
      case 'g':
        return this.text(buffer.readUInt8(this.take(1)));
      case 'v':
        return this.read(this.read('g') as string);
      case '(':
      case '{':
        this.align(8);
        return innerTypes(type).map((inner) => this.read(inner));
      case 'a': {
        const inner = type.slice(1);
        const length = this.uint32();
        this.align(alignmentOf(inner));
        const end = this.at + length;
        const elements: unknown[] = [];
        while (this.at < end) elements.push(this.read(inner));
        return elements;
      }
      default:
        throw new Error(`"${type}" is not a D-Bus type`);
    }
  }
}

export function unmarshal(signature: string, body: Buffer, little = true): unknown[] {
  const reader = new Reader(body, little);
  return typesIn(signature).map((type) => reader.read(type));
}

export const messageTypes = { call: 1, answer: 2, error: 3, signal: 4 } as const;

/** The header fields of the specification, by their number. */
const fieldTypes = { 1: 'o', 2: 's', 3: 's', 4: 's', 5: 'u', 6: 's', 7: 's', 8: 'g' } as const;
const fieldNumbers = {
  path: 1,
  interface: 2,
  member: 3,
  errorName: 4,
  replyTo: 5,
  destination: 6,
  sender: 7,
  signature: 8,
} as const;
type Fields = {
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

export function encodeMessage(message: Message): Buffer {
  const body = marshal(message.signature ?? '', message.body);
  const fields = Object.entries(fieldNumbers).flatMap(([name, number]) => {
    const value = message[name as keyof Fields];
    return value === undefined ? [] : [[number, { signature: fieldTypes[number], value }]];
  });
  const header = marshal('yyyyuua(yv)', [0x6c, message.type, 0, 1, body.length, message.serial, fields]);
  return Buffer.concat([header, Buffer.alloc((8 - (header.length % 8)) % 8), body]);
}

/** The first message in the bytes and how many it took; null while it is not all there. */
export function decodeMessage(bytes: Buffer): { message: Message; length: number } | null {
  if (bytes.length < 16) return null;
  const little = bytes[0] === 0x6c;
  const sizes = new Reader(bytes, little, 4);
  const [bodyLength, , fieldsLength] = [sizes.uint32(), sizes.uint32(), sizes.uint32()];
  const bodyAt = Math.ceil((16 + fieldsLength) / 8) * 8;
  const length = bodyAt + bodyLength;
  if (bytes.length < length) return null;

  const reader = new Reader(bytes.subarray(0, bodyAt), little);
  const [, type, , , , serial, list] = typesIn('yyyyuua(yv)').map((part) => reader.read(part));
  const fields: Record<string, unknown> = {};
  for (const [number, value] of list as [number, unknown][]) {
    const name = Object.entries(fieldNumbers).find(([, known]) => known === number)?.[0];
    if (name !== undefined) fields[name] = value;
  }
  const signature = typeof fields.signature === 'string' ? fields.signature : '';
  const body = unmarshal(signature, bytes.subarray(bodyAt, length), little);
  return { message: { ...fields, type: type as number, serial: serial as number, body }, length };
}
