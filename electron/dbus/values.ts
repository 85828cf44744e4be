// D-Bus values as bytes, and bytes as values; bytes that are none throw, whatever they are.
// https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-marshaling
import { alignmentOf, deepest, innerTypes, typesIn } from './signature.ts';

/** A value that carries its own type. Read variants come back as the bare value. */
export type Variant = { signature: string; value: unknown };

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

  /** One by one: a long text would be too many arguments at once. */
  private raw(text: Buffer): void {
    for (const byte of text) this.bytes.push(byte);
    this.bytes.push(0);
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
        // A bus ends the connection of whoever sends it a text with a NUL in it, and every question on it with that.
        const text = Buffer.from(String(value).replaceAll('\0', ''));
        this.uint32(text.length);
        return this.raw(text);
      }
      case 'g': {
        const text = Buffer.from(String(value));
        this.bytes.push(text.length);
        return this.raw(text);
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

// `ignoreBOM`: a mark at the beginning is part of the text.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export class Reader {
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
    const end = this.at + length;
    if (end >= this.buffer.length) throw new Error('a text reaches beyond the message');
    const text = utf8.decode(this.buffer.subarray(this.at, end));
    this.at = end + 1;
    return text;
  }

  private elements(type: string, depth: number): unknown[] {
    const inner = type.slice(1);
    const length = this.uint32();
    this.align(alignmentOf(inner));
    const end = this.at + length;
    if (end > this.buffer.length) throw new Error('an array reaches beyond the message');
    const elements: unknown[] = [];
    while (this.at < end) elements.push(this.read(inner, depth));
    if (this.at !== end) throw new Error('an array ends within an element');
    return elements;
  }

  /** Every value takes at least one byte and nothing nests for ever, so this ends. */
  read(type: string, depth = 0): unknown {
    const { buffer, little } = this;
    if (depth > 2 * deepest) throw new Error('values are nested too deeply');
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
        return this.variant(depth).value;
      case '(':
      case '{':
        this.align(8);
        return innerTypes(type).map((inner) => this.read(inner, depth + 1));
      case 'a':
        return this.elements(type, depth + 1);
      default:
        throw new Error(`"${type}" is not a D-Bus type`);
    }
  }

  variant(depth = 0): Variant {
    const signature = this.read('g') as string;
    const [type, ...more] = typesIn(signature);
    if (type === undefined || more.length > 0) throw new Error('a variant holds exactly one value');
    return { signature, value: this.read(type, depth + 1) };
  }
}

export function unmarshal(signature: string, body: Buffer, little = true): unknown[] {
  const reader = new Reader(body, little);
  return typesIn(signature).map((type) => reader.read(type));
}
