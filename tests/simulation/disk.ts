// A machine's disk behind the Disk port: slow, sometimes full, and torn in the middle of a write when the power goes.
import type { Disk as DiskPort, DiskFailure, DiskResult } from '../../core/ports/disk.ts';
import type { Clock, Timer } from '../../core/ports/clock.ts';
import type { Chance } from './chance.ts';
import type { Trace } from './trace.ts';

type Stored = { bytes: Uint8Array; length: number };
/** What becomes of a change: all of it, none of it, or what a power cut leaves in the middle. */
type Ending = 'done' | 'not-begun' | 'torn';
/** `slowest`: how slow the disk was when it was begun. */
type Change = { what: string; slowest: number; apply(ending: Ending): DiskFailure | null };

/** Bytes of a new file that even a full disk takes: a few words. */
const lastRoom = 128;

export class Disk {
  /** Hardly any room. */
  full = false;
  /** Reads fail until this is false again. */
  unreadable = false;
  /** Each operation takes this long, in ms. */
  slowest = 3;
  /** After so many more operations the power goes while one is under way. */
  powerCutIn: number | null = null;
  operations = 0;
  onPowerCut: () => void = () => undefined;

  #powerCut: Timer | null = null;
  readonly #files = new Map<string, Stored>();
  readonly #underWay = new Set<Change>();
  readonly #chance: Chance;
  readonly #trace: Trace;
  readonly #name: string;

  constructor(name: string, chance: Chance, trace: Trace) {
    this.#name = name;
    this.#chance = chance;
    this.#trace = trace;
  }

  /** The disk as one process sees it; `clock` ends with the process, so nothing is answered to a dead one. */
  port(clock: Clock, alive: () => boolean): DiskPort {
    const write = (what: string, apply: Change['apply']): Promise<DiskResult<void>> =>
      new Promise((resolve) => {
        if (!alive()) return;
        const change: Change = { what, slowest: this.slowest, apply };
        this.#underWay.add(change);
        const takes = this.#chance.between(0.1, this.slowest);
        clock.after(takes, () => {
          this.#underWay.delete(change);
          const failure = change.apply('done');
          if (this.#trace.on)
            this.#trace.say(this.#name, `disk ${what}${failure === null ? '' : ` FAILED ${failure.kind}`}`);
          resolve(failure === null ? { ok: true, value: undefined } : { ok: false, failure });
        });
        this.#count(clock, takes);
      });
    const look = <T>(apply: () => DiskResult<T>): Promise<DiskResult<T>> =>
      new Promise((resolve) => {
        if (!alive()) return;
        clock.after(this.#chance.between(0.1, this.slowest), () => resolve(apply()));
        this.#count(clock, 0);
      });

    return {
      read: (path) =>
        look(() => {
          if (this.unreadable) return failed('io', `EIO: ${path}`);
          const file = this.#files.get(path);
          if (file === undefined) return failed('missing', `ENOENT: ${path}`);
          return { ok: true, value: file.bytes.slice(0, file.length) };
        }),
      append: (path, bytes, at) => {
        const copy = bytes.slice();
        return write(`append ${path} ${copy.length}`, (ending) => this.#append(path, copy, at, ending));
      },
      replace: (path, bytes) => {
        const copy = bytes.slice();
        return write(`replace ${path} ${copy.length}`, (ending) => {
          // The former file stands until the new one is whole, so its own room is of no use.
          if (this.full && copy.length > lastRoom) return full(path);
          if (ending === 'done' || (ending === 'torn' && this.#chance.happens(0.5)))
            this.#files.set(path, { bytes: copy.slice(), length: copy.length });
          return null;
        });
      },
      truncate: (path, length) =>
        write(`truncate ${path} ${length}`, (ending) => {
          const file = this.#files.get(path);
          if (file === undefined) return { kind: 'missing', message: `ENOENT: ${path}` };
          if (ending !== 'not-begun') file.length = Math.min(file.length, length);
          return null;
        }),
      rename: (from, to) =>
        write(`rename ${from} ${to}`, (ending) => {
          const moved = this.#below(from);
          if (moved.length === 0) return { kind: 'missing', message: `ENOENT: ${from}` };
          if (ending === 'not-begun') return null;
          for (const path of moved) {
            const file = this.#files.get(path) as Stored;
            this.#files.delete(path);
            this.#files.set(to + path.slice(from.length), file);
          }
          return null;
        }),
      list: (folder) =>
        look(() => {
          if (this.unreadable) return failed('io', `EIO: ${folder}`);
          const prefix = folder === '' || folder === '.' ? '' : `${folder.replace(/\/$/, '')}/`;
          const names = new Set<string>();
          for (const path of this.#files.keys())
            if (path.startsWith(prefix)) names.add(path.slice(prefix.length).split('/')[0] as string);
          return { ok: true, value: [...names].toSorted() };
        }),
      remove: (path) =>
        write(`remove ${path}`, (ending) => {
          if (ending === 'not-begun') return null;
          // A folder goes file by file: the power may go when only some of them are gone.
          for (const file of this.#below(path))
            if (ending === 'done' || this.#chance.happens(0.5)) this.#files.delete(file);
          return null;
        }),
    };
  }

  /** How long what is under way may take in all: the disk may have been slower when it was begun. */
  slowestNow(): number {
    return Math.max(this.slowest, ...[...this.#underWay].map(({ slowest }) => slowest));
  }

  /** The power goes: every change under way ends somehow, in the order it was begun. */
  cut(): void {
    for (const change of this.#underWay) {
      const ending = this.#chance.pick(['done', 'not-begun', 'torn', 'torn'] as const);
      if (this.#trace.on) this.#trace.say(this.#name, `disk ${change.what} at the power cut: ${ending}`);
      change.apply(ending);
    }
    this.#underWay.clear();
    this.powerCutIn = null;
  }

  /** No power cut is to come any more, nor one that was under way already. */
  spare(): void {
    this.powerCutIn = null;
    this.#powerCut?.cancel();
    this.#powerCut = null;
  }

  /** Written by another process that ended well; false: the file does not end with a line, so nothing was. */
  appendLine(path: string, line: Uint8Array): boolean {
    const file = this.#files.get(path);
    if (file === undefined || file.bytes[file.length - 1] !== 10) return false;
    grow(file, line);
    return true;
  }

  paths(): string[] {
    return [...this.#files.keys()].toSorted();
  }

  bytesOf(path: string): Uint8Array {
    const file = this.#files.get(path);
    return file === undefined ? new Uint8Array() : file.bytes.subarray(0, file.length);
  }

  /** The files that hold that text, as UTF-8. */
  holding(text: string): string[] {
    const wanted = Buffer.from(text);
    return this.paths().filter((path) => {
      const file = this.#files.get(path) as Stored;
      return Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.length).includes(wanted);
    });
  }

  #append(path: string, bytes: Uint8Array, at: number, ending: Ending): DiskFailure | null {
    if (ending === 'not-begun') return null;
    const file = this.#files.get(path);
    if (file?.length !== at) return { kind: 'missing', message: `ENOENT: ${path} does not end at ${at}` };
    if (this.full) {
      grow(file, bytes.subarray(0, this.#chance.whole(0, bytes.length)));
      return full(path);
    }
    if (ending === 'done') grow(file, bytes);
    else {
      const kept = this.#chance.whole(0, bytes.length);
      grow(file, bytes.subarray(0, kept));
      // The length was written but not the content: file systems then show zeros.
      if (this.#chance.happens(0.25)) grow(file, new Uint8Array(bytes.length - kept));
    }
    return null;
  }

  #below(path: string): string[] {
    return [...this.#files.keys()].filter((name) => name === path || name.startsWith(`${path}/`));
  }

  #count(clock: Clock, takes: number): void {
    this.operations += 1;
    if (this.powerCutIn === null) return;
    this.powerCutIn -= 1;
    if (this.powerCutIn > 0) return;
    this.powerCutIn = null;
    this.#powerCut = clock.after(this.#chance.between(0, takes), this.onPowerCut);
  }
}

function grow(file: Stored, bytes: Uint8Array): void {
  const length = file.length + bytes.length;
  if (length > file.bytes.length) {
    const larger = new Uint8Array(Math.max(length, file.bytes.length * 2));
    larger.set(file.bytes.subarray(0, file.length));
    file.bytes = larger;
  }
  file.bytes.set(bytes, file.length);
  file.length = length;
}

function failed(kind: DiskFailure['kind'], message: string): { ok: false; failure: DiskFailure } {
  return { ok: false, failure: { kind, message } };
}

function full(path: string): DiskFailure {
  return { kind: 'full', message: `ENOSPC: no space left on device, ${path}` };
}
