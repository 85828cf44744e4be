// A page that has got hold of Electron's raw channels, in a window that is not ours: as its main frame and as a frame in it.
import type { ElectronApplication } from 'playwright';

type Answer = { ok: boolean; error?: { code: string } };
declare const require: (name: 'electron') => {
  ipcRenderer: { invoke(channel: string, request: unknown): Promise<Answer> };
};

export type Stranger = {
  /**
   * Sends all of it from the page or from its frame; the codes of the errors that came back, and how often. `json`: a text
   * that is a NUL and a number stands for one of so many letters.
   */
  ask(
    from: 'page' | 'frame',
    requests: readonly [channel: string, json: string][],
  ): Promise<Record<string, number>>;
  close(): Promise<void>;
};

/** Runs in the page. */
async function sendAll(requests: readonly [string, string][]): Promise<Record<string, number>> {
  const { ipcRenderer } = require('electron');
  const codes: Record<string, number> = {};
  for (const [channel, json] of requests) {
    const request: unknown = JSON.parse(json, (_key, part: unknown) =>
      typeof part === 'string' && part.startsWith('\0') ? 'x'.repeat(Number(part.slice(1)) || 0) : part,
    );
    const answer = await ipcRenderer.invoke(channel, request);
    const code = answer.ok ? 'answered' : (answer.error?.code ?? 'no code');
    codes[code] = (codes[code] ?? 0) + 1;
  }
  return codes;
}

export async function openStranger(app: ElectronApplication): Promise<Stranger> {
  const id = await app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({
      show: false,
      webPreferences: {
        sandbox: false,
        nodeIntegration: true,
        nodeIntegrationInSubFrames: true,
        contextIsolation: false,
        webSecurity: false,
        partition: 'stranger',
      },
    });
    await window.loadURL('data:text/html,<iframe srcdoc="a frame"></iframe>');
    return window.id;
  });
  return {
    ask: (from, requests) =>
      app.evaluate(
        ({ BrowserWindow }, wanted) => {
          const frame = BrowserWindow.fromId(wanted.id)?.webContents.mainFrame;
          const asking = wanted.from === 'page' ? frame : frame?.frames[0];
          if (asking === undefined) throw new Error('That frame is not there.');
          return asking.executeJavaScript(wanted.script) as Promise<Record<string, number>>;
        },
        { id, from, script: `(${sendAll.toString()})(${JSON.stringify(requests)})` },
      ),
    close: () => app.evaluate(({ BrowserWindow }, wanted) => BrowserWindow.fromId(wanted)?.destroy(), id),
  };
}
