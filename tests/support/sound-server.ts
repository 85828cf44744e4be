// A sound server of this test's own: a PulseAudio with loudspeakers that are pipes, on which what comes out is listened to.
import { execFile, execFileSync } from 'node:child_process';
import { constants, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startProcess, type Running } from '../../build/processes.mjs';
import { until } from './poll.ts';

const run = promisify(execFile);

/** null: it can be started here. */
export function whyNoSoundServer(): string | null {
  if (process.platform !== 'linux') return 'not Linux';
  try {
    execFileSync('pulseaudio', ['--version'], { stdio: 'ignore' });
    execFileSync('pactl', ['--version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'PulseAudio and pactl are not installed';
  }
}

export type SoundServer = Awaited<ReturnType<typeof startSoundServer>>;

/** `loudspeakers`: their names; the first is where all sounds come out. */
export async function startSoundServer(loudspeakers: readonly string[]) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-sound-'));
  const socket = path.join(folder, 'native');
  const pipeOf = (name: string): string => path.join(folder, `${name}.pcm`);
  const sink = (name: string): string[] => [
    'module-pipe-sink',
    `sink_name=${name}`,
    `file=${pipeOf(name)}`,
    // Whether or not anybody reads it, as a loudspeaker would.
    'use_system_clock_for_timing=yes',
    `sink_properties=device.description=${name}`,
  ];
  const script = path.join(folder, 'script.pa');
  const env = { HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_SERVER: `unix:${socket}` };
  const pactl = async (...words: string[]): Promise<string> =>
    (await run('pactl', words, { env: { ...process.env, ...env, LC_ALL: 'C' } })).stdout;

  const ears = new Map<string, { socket: Socket; loudest: number }>();
  const listenTo = (name: string): void => {
    ears.get(name)?.socket.destroy();
    const ear = {
      socket: new Socket({ fd: openSync(pipeOf(name), constants.O_RDONLY | constants.O_NONBLOCK) }),
      loudest: 0,
    };
    ear.socket.on('data', (bytes: Buffer) => {
      for (let at = 0; at + 1 < bytes.length; at += 2)
        ear.loudest = Math.max(ear.loudest, Math.abs(bytes.readInt16LE(at)));
    });
    ear.socket.on('error', () => undefined);
    ears.set(name, ear);
  };

  let running: Running | null = null;
  async function start(): Promise<void> {
    writeFileSync(
      script,
      [
        `load-module module-native-protocol-unix socket=${socket} auth-anonymous=1`,
        ...loudspeakers.map((name) => `load-module ${sink(name).join(' ')}`),
        '',
      ].join('\n'),
    );
    rmSync(socket, { force: true });
    running = startProcess(
      'pulseaudio',
      [
        '-n',
        `--file=${script}`,
        '--daemonize=no',
        '--exit-idle-time=-1',
        '--use-pid-file=no',
        '--disable-shm=yes',
        '--realtime=no',
        '--high-priority=no',
      ],
      { stdio: 'ignore', env: { ...process.env, ...env } },
    );
    await until('the sound server', () => pactl('info').then(Boolean, () => false));
    for (const name of loudspeakers) listenTo(name);
  }
  await start();

  return {
    env,
    start,
    async end() {
      await running?.stop();
    },
    async unplug(name: string) {
      const line = (await pactl('list', 'short', 'modules'))
        .split('\n')
        .find((one) => one.includes(`sink_name=${name} `));
      await pactl('unload-module', line?.split('\t')[0] ?? '');
    },
    async plugIn(name: string) {
      await pactl('load-module', ...sink(name));
      listenTo(name);
    },
    mute: (name: string, on: boolean) => pactl('set-sink-mute', name, on ? '1' : '0'),
    /** Which of them something was heard on since it was asked last. */
    heard(): string[] {
      const found = [...ears].filter(([, { loudest }]) => loudest > 500).map(([name]) => name);
      for (const ear of ears.values()) ear.loudest = 0;
      return found;
    },
    async stop() {
      for (const { socket: ear } of ears.values()) ear.destroy();
      await running?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
