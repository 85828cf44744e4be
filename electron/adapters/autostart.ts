// Start at login: through Electron on Windows and macOS, through a desktop file on Linux.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { App } from 'electron';
import type { Autostart } from '../../core/ports/desktop.ts';

export type AutostartOptions = {
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;
  platform: NodeJS.Platform;
  /** The program and its words, as somebody would type them. */
  command: readonly string[];
  /** Linux: where the session looks for what to start. */
  autostartFolder: string;
};

const fileName = 'counterbell.desktop';

/** https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html */
export function execLine(command: readonly string[]): string {
  return command
    .map((word) => {
      const literal = word.replaceAll('%', '%%');
      if (/^[\w@%+=:,./-]+$/.test(literal)) return literal;
      // Quoted for the command line, and the backslashes once more, because the value is a string of the file.
      return `"${literal.replaceAll(/["`$\\]/g, '\\$&')}"`.replaceAll('\\', '\\\\');
    })
    .join(' ');
}

const execOf = (command: readonly string[]): string => `Exec=${execLine([...command, '--hidden'])}`;

export function desktopFile(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Counterbell',
    execOf(command),
    'X-GNOME-Autostart-enabled=true',
    'Terminal=false',
    '',
  ].join('\n');
}

export function createAutostart({ app, platform, command, autostartFolder }: AutostartOptions): Autostart {
  const file = path.join(autostartFolder, fileName);
  const exec = execOf(command);
  const [program = '', ...words] = command;
  const loginItem = { path: program, args: [...words, '--hidden'] };

  const onLinux: Autostart = {
    async set(on) {
      try {
        if (on) {
          await mkdir(autostartFolder, { recursive: true });
          await writeFile(file, desktopFile(command));
        } else await rm(file, { force: true });
        return { ok: true, message: null };
      } catch (error) {
        return { ok: false, message: error instanceof Error ? error.message : String(error) };
      }
    },
    get: () =>
      readFile(file, 'utf8').then(
        // Another copy of the program, or one that lay elsewhere then, is not the one that asks.
        (text) =>
          text.split('\n').includes(exec) && !/^(?:Hidden=true|X-GNOME-Autostart-enabled=false)$/m.test(text),
        () => false,
      ),
  };

  const elsewhere: Autostart = {
    async set(on) {
      app.setLoginItemSettings({ openAtLogin: on, ...(platform === 'win32' && loginItem) });
      const is = await elsewhere.get();
      if (is === on) return { ok: true, message: null };
      return { ok: false, message: `The system did not ${on ? 'add' : 'remove'} the login item.` };
    },
    // On Windows only the same path and words as were set are found again.
    get: async () => app.getLoginItemSettings(platform === 'win32' ? loginItem : {}).openAtLogin,
  };
  return platform === 'linux' ? onLinux : elsewhere;
}
