// Starts, asks, kills and starts again a console without a desktop.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../../build/paths.mjs';
import { startProcess } from '../../../build/processes.mjs';
import { makeTool } from '../../../build/program.mjs';
import type { IpcAnswer } from '../../../contract/ipc.ts';
import type { View } from '../../../contract/view.ts';
import type { Intent } from '../../../core/counterbell.ts';
import type { PowerSignal } from '../../../core/ports/desktop.ts';
import { demo } from '../backend.ts';
import { until } from '../poll.ts';
import type { Line, LineOf, Wish, Words } from './lines.ts';

export type Headless = {
  folder: string;
  /** Everything it printed, over all its lives. */
  lines: readonly Line[];
  life(): number;
  /** The first line of this kind from `from` on that suits. */
  wait<W extends Words['what']>(
    what: W,
    suits?: (line: LineOf<W>) => boolean,
    options?: { from?: number; withinMs?: number },
  ): Promise<LineOf<W>>;
  /** Its present word is this one. */
  is(word: string, withinMs?: number): Promise<LineOf<'status'>>;
  /** null: it died before it answered. */
  intend(intent: Intent): Promise<IpcAnswer<{ command?: string }> | null>;
  power(signal: PowerSignal): Promise<unknown>;
  view(): Promise<View>;
  /** How many instances of pusher-js it made. */
  instances(): Promise<number>;
  kill(): Promise<void>;
  startAgain(): Promise<void>;
  /** As the system ends programs; it writes what it has to write. */
  end(): Promise<void>;
  stop(): Promise<void>;
};

export type HeadlessOptions = { url: string; folder?: string; code?: string; throwing?: readonly string[] };

let made: Promise<string> | undefined;

export async function startHeadless(options: HeadlessOptions): Promise<Headless> {
  const program = path.join(
    projectRoot,
    await (made ??= makeTool('headless-console', 'tests/support/headless/program.ts')),
  );
  const folder = options.folder ?? mkdtempSync(path.join(os.tmpdir(), 'counterbell-headless-'));
  const wish: Wish = {
    folder,
    url: options.url,
    code: options.code ?? demo.code,
    name: 'Counter',
    key: randomBytes(32).toString('hex'),
    ...(options.throwing && { throwing: options.throwing }),
  };
  const lines: Line[] = [];
  const answers = new Map<number, (value: unknown) => void>();
  let asked = 0;
  let life = 0;
  let running: ReturnType<typeof startProcess>;

  async function start(): Promise<void> {
    life += 1;
    const mine = life;
    const one = startProcess(process.execPath, ['--enable-source-maps', program], {
      cwd: projectRoot,
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        ...process.env,
        HEADLESS_CONSOLE: JSON.stringify(wish),
        // Outside Electron its npm package answers with the path of the binary, and would download one to have it.
        ELECTRON_OVERRIDE_DIST_PATH: '.',
      },
    });
    running = one;
    one.child.stdin?.on('error', () => undefined);
    if (one.child.stdout === null) throw new Error('the console has no output');
    createInterface({ input: one.child.stdout }).on('line', (text) => {
      const line = { life: mine, ...JSON.parse(text) } as Line;
      lines.push(line);
      if (line.what === 'answer') answers.get(line.id)?.(line.value);
    });
    await wait('started', (line) => line.life === mine);
  }

  function ask(question: object): Promise<unknown> {
    const id = (asked += 1);
    return new Promise((resolve) => {
      const over = (value: unknown) => {
        answers.delete(id);
        resolve(value);
      };
      answers.set(id, over);
      void running.ended.finally(() => over(null));
      running.child.stdin?.write(`${JSON.stringify({ id, ...question })}\n`);
    });
  }

  function wait<W extends Words['what']>(
    what: W,
    suits: (line: LineOf<W>) => boolean = () => true,
    { from = 0, withinMs = 30_000 }: { from?: number; withinMs?: number } = {},
  ): Promise<LineOf<W>> {
    return until(
      `a line "${what}" of the console`,
      () =>
        lines.slice(from).find((line): line is LineOf<W> => line.what === what && suits(line as LineOf<W>)),
      {
        withinMs,
        everyMs: 10,
        seen: () =>
          lines
            .slice(-15)
            .map((line) => JSON.stringify(line))
            .join('\n'),
      },
    );
  }

  await start();
  return {
    folder,
    lines,
    life: () => life,
    wait,
    is: (word, withinMs = 30_000) =>
      until(
        `the console to be ${word}`,
        () => {
          const now = lines.findLast((line): line is LineOf<'status'> => line.what === 'status');
          return now?.life === life && now.word === word ? now : null;
        },
        {
          withinMs,
          everyMs: 5,
          seen: () =>
            lines
              .slice(-15)
              .map((line) => JSON.stringify(line))
              .join('\n'),
        },
      ),
    intend: (intent) => ask({ intent }) as ReturnType<Headless['intend']>,
    power: (signal) => ask({ power: signal }),
    view: () => ask({ tell: 'view' }) as Promise<View>,
    instances: () => ask({ tell: 'instances' }) as Promise<number>,
    async kill() {
      running.child.kill('SIGKILL');
      await running.ended;
    },
    startAgain: start,
    end: () => running.stop(),
    async stop() {
      await running.stop();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
