// Reads Electron's archive format: a JSON list of files behind four sizes, then the files' bytes.
import { readFileSync } from 'node:fs';

type Entry = { files?: Record<string, Entry>; offset?: string; size?: number };

export function openAsar(file: string) {
  const bytes = readFileSync(file);
  const headerBytes = bytes.readUInt32LE(4);
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as Entry;
  const found = new Map<string, Entry>();
  const walk = (entry: Entry, place: string): void => {
    if (entry.files === undefined) found.set(place, entry);
    else
      for (const [name, inner] of Object.entries(entry.files))
        walk(inner, place === '' ? name : `${place}/${name}`);
  };
  walk(header, '');
  return {
    files: [...found.keys()],
    read(name: string): string {
      const entry = found.get(name);
      if (entry?.offset === undefined || entry.size === undefined)
        throw new Error(`${name} is not in ${file}`);
      const start = 8 + headerBytes + Number(entry.offset);
      return bytes.toString('utf8', start, start + entry.size);
    },
  };
}
