// A console whose sounds are listened to, and what tests ask of its bell.
import { expect } from 'vitest';
import type { CounterbellWindow, Request } from '../../contract/ipc.ts';
import type { Settings } from '../../contract/settings.ts';
import { bellKinds } from '../../contract/settings/bell-kinds.ts';
import type { View } from '../../contract/view.ts';
import type { Rung, Strike } from '../../core/ports/bell.ts';
import { driveConsole } from './console.ts';
import { startBareDesktop } from './desktop.ts';
import { startSoundServer, whyNoSoundServer } from './sound-server.ts';

declare const window: { counterbell: CounterbellWindow };

/** Short, so that many can be heard. */
export const shortSounds = Object.fromEntries(
  bellKinds.map((kind) => [kind, 'wood']),
) as Settings['bellSounds'];

export type HeardConsole = Awaited<ReturnType<typeof startHeardConsole>>;

export async function startHeardConsole() {
  const desktop = await startBareDesktop();
  const sounds = whyNoSoundServer() === null ? await startSoundServer(['counter', 'kitchen']) : undefined;
  const counter = await driveConsole({ env: { ...desktop.env, ...sounds?.env } });
  const page = await counter.page();
  /** In the bell's own page, as the console rings. */
  const inBell = <T>(script: string): Promise<T> =>
    counter.app.evaluate(
      ({ webContents }, run) =>
        webContents
          .getAllWebContents()
          .find((contents) => contents.getURL().startsWith('app://bell/'))
          ?.executeJavaScript(run, true) as never,
      script,
    );
  return {
    page,
    /** What comes out of which loudspeaker; only where there is a sound server to be had. */
    speakers: () => sounds ?? expect.unreachable(),
    async attempt(kind: Request<'bell.try'>['kind']): Promise<string> {
      const answer = await page.evaluate((asked) => window.counterbell.tryBell({ kind: asked }), kind);
      return answer.ok ? answer.value.came : answer.error.message;
    },
    set: async (change: Partial<Settings>): Promise<void> => {
      await page.evaluate((wanted) => window.counterbell.changeSettings(wanted), change);
    },
    async soundNow(): Promise<View['health']['sound']> {
      const answer = await page.evaluate(() => window.counterbell.view());
      return answer.ok ? answer.value.health.sound : expect.unreachable();
    },
    async outputs(): Promise<{ id: string; label: string }[]> {
      const answer = await page.evaluate(() => window.counterbell.bellOutputs());
      return answer.ok ? answer.value : [];
    },
    inBell,
    ring: (strike: Partial<Strike>): Promise<Rung> =>
      inBell(
        `ring(${JSON.stringify({ sound: 'second', tone: 'wood', volume: 1, output: null, ...strike })})`,
      ),
    bellPid: (): Promise<number> =>
      counter.app.evaluate(
        ({ webContents }) =>
          webContents
            .getAllWebContents()
            .find((contents) => contents.getURL().startsWith('app://bell/'))
            ?.getOSProcessId() ?? 0,
      ),
    async stop() {
      await counter.stop();
      await sounds?.stop();
      await desktop.stop();
    },
  };
}
