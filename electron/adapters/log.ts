// The product's log: one JSON line per event on stdout, and the same lines in a file that is rotated.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Log, LogFields } from '../../core/ports/log.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

const againMs = 60_000;

export type LogOptions = {
  folder: string;
  now: () => number;
  /** Where the lines go besides the file. */
  print: (line: string) => void;
  /** A file is put aside when it would grow beyond this; one older file is kept. */
  fileBytes?: number;
};

/**
 * Lines are appended synchronously: they are few, and the last one before a crash is the one that matters.
 * A log that cannot be written never stops the bell, and is tried again: a disk that was full may have room by now.
 */
export function createLog({ folder, now, print, fileBytes = 2_000_000 }: LogOptions): Log {
  const file = path.join(folder, 'counterbell.log');
  /** null: the file is not open, as at the start or after it took nothing. */
  let size: number | null = null;
  let notBefore = Number.NEGATIVE_INFINITY;

  function giveUp(error: unknown): void {
    size = null;
    notBefore = now() + againMs;
    print(lineOf('error', 'log.file-failed', { message: String(error) }));
  }

  function lineOf(level: Level, event: string, fields: LogFields = {}): string {
    return JSON.stringify({ at: new Date(now()).toISOString(), level, event, ...fields });
  }

  function open(): number {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }

  try {
    size = open();
  } catch (error) {
    giveUp(error);
  }

  function keep(line: string): void {
    // A clock that was set back must not keep the file shut for longer.
    if (size === null && now() < notBefore && now() >= notBefore - againMs) return;
    const bytes = Buffer.byteLength(line) + 1;
    try {
      size ??= open();
      if (size > 0 && size + bytes > fileBytes) {
        renameSync(file, path.join(folder, 'counterbell.1.log'));
        size = 0;
      }
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
      size += bytes;
    } catch (error) {
      giveUp(error);
    }
  }

  const write = (level: Level) => (event: string, fields?: LogFields) => {
    const line = lineOf(level, event, fields);
    print(line);
    if (level !== 'debug') keep(line);
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/** Prints to a stream whose reader may have gone away: that must not end the console. */
export function printTo(stream: NodeJS.WritableStream): (line: string) => void {
  stream.on('error', () => undefined);
  return (line) => void stream.write(`${line}\n`);
}
