// What plays for all pages of this program: the process that Chromium keeps for it, and the system's own sound server.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { App } from 'electron';
import type { BellOptions } from './bell.ts';
import { askSoundServer } from './sound-server.ts';

const run = promisify(execFile);
const audioService = 'audio.mojom.AudioService';

function end(pid: number): void {
  try {
    process.kill(pid);
  } catch {
    // It ended by itself.
  }
}

export function soundOf(
  app: Pick<App, 'getAppMetrics'>,
  platform: NodeJS.Platform,
): Pick<BellOptions, 'endAudio' | 'system'> {
  const nothing = { endAudio: () => undefined, system: () => Promise.resolve(null) };
  // Of others nothing is known: neither who mutes there, nor what comes of ending a process of Chromium's.
  if (platform !== 'linux') return nothing;
  return {
    // It stays for ever, 20 MB of it, and stays deaf once PulseAudio or PipeWire was started anew under it. Chromium
    // starts another one when it is needed.
    endAudio() {
      for (const { pid, serviceName } of app.getAppMetrics()) if (serviceName === audioService) end(pid);
    },
    system: askSoundServer({
      // Elsewhere it writes numbers with commas, which is no JSON.
      pactl: async (words) =>
        (await run('pactl', words, { timeout: 1500, env: { ...process.env, LC_ALL: 'C' } })).stdout,
      pids: () => app.getAppMetrics().map(({ pid }) => pid),
    }),
  };
}
