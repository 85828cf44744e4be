// Where Windows keeps its own programs: called by name alone, one of that name in another folder could answer instead.
import path from 'node:path';

/** `SystemRoot` only where it is a place at all: an empty or relative one would be somebody else's. */
function systemFolder(env: NodeJS.ProcessEnv): string {
  const root = env.SystemRoot ?? env.SYSTEMROOT ?? '';
  return path.win32.join(/^[a-z]:\\/i.test(root) ? root : 'C:\\Windows', 'System32');
}

export const regExe = (env: NodeJS.ProcessEnv): string => path.win32.join(systemFolder(env), 'reg.exe');
export const powershellExe = (env: NodeJS.ProcessEnv): string =>
  path.win32.join(systemFolder(env), 'WindowsPowerShell', 'v1.0', 'powershell.exe');
