// Turns bytes into text, base64 and checksums, and back: the language alone has none of them, and the core knows no
// platform.

// The two standard globals every host of the core has (browsers, Node, Electron); the core's types name no host.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (label: 'utf-8') => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8');

export const toUtf8 = (text: string): Uint8Array => encoder.encode(text);
export const fromUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes);

/** Signed: above 2³¹ every step would be a floating-point number, and a compaction takes millions of steps. */
const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** CRC-32 as in zip and PNG, eight hex digits. */
export function crc32(bytes: Uint8Array): string {
  let crc = -1;
  for (let at = 0; at < bytes.length; at += 1)
    crc = (crcTable[(crc ^ (bytes[at] as number)) & 0xff] as number) ^ (crc >>> 8);
  return (~crc >>> 0).toString(16).padStart(8, '0');
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const valueOf = new Map([...alphabet].map((letter, value) => [letter, value]));

const letters = encoder.encode(alphabet);
const pad = '='.charCodeAt(0);

/** Through bytes, because a string that is put together letter by letter costs a whole book half a second. */
export function toBase64(bytes: Uint8Array): string {
  const { length } = bytes;
  const text = new Uint8Array(Math.ceil(length / 3) * 4);
  for (let at = 0, out = 0; at < length; at += 3) {
    const bits = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text[out++] = letters[bits >> 18]!;
    text[out++] = letters[(bits >> 12) & 63]!;
    text[out++] = at + 1 < length ? letters[(bits >> 6) & 63]! : pad;
    text[out++] = at + 2 < length ? letters[bits & 63]! : pad;
  }
  return fromUtf8(text);
}

/** null: not base64. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let at = 0, out = 0; at < text.length; at += 4) {
    let bits = 0;
    for (let letter = 0; letter < 4; letter += 1) bits = (bits << 6) | (valueOf.get(text[at + letter]!) ?? 0);
    for (const shift of [16, 8, 0]) if (out < bytes.length) bytes[out++] = (bits >> shift) & 0xff;
  }
  return bytes;
}
