// Reads what a machine's disk holds as only that machine can: what lies sealed in its files is opened.
import type { Console } from './console.ts';
import { opened } from './secrets.ts';

const sealedEntry = /"sealed":"([A-Za-z0-9+/=]+)"/g;

/** All of it, what lies in the open and what does not. */
export function textsOn({ name, disk }: Pick<Console, 'name' | 'disk'>): string {
  return disk
    .paths()
    .flatMap((path) => {
      const text = Buffer.from(disk.bytesOf(path)).toString('latin1');
      const sealed = [...text.matchAll(sealedEntry)].map(([, box = '']) => Buffer.from(box, 'base64'));
      return [text, ...sealed.map((box) => Buffer.from(opened(name, box) ?? []).toString('utf8'))];
    })
    .join('\n');
}
