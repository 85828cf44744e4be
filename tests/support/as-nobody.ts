// A console that runs as an unprivileged user, with a sandbox of its own: for what root may do and others may not.
import { chmodSync, chownSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../../build/paths.mjs';
import { runtimePath } from './console.ts';

const isRoot = process.getuid?.() === 0;
export const nobody = { uid: 65_534, gid: 65_534 };
/** Words before a program's own; whoever is not root is unprivileged already. */
export const asNobody: readonly string[] = isRoot
  ? ['setpriv', '--reuid', String(nobody.uid), '--regid', String(nobody.gid), '--clear-groups', '--']
  : [];

/** null: they may have a sandbox here. */
export function whyNoNobody(): string | null {
  if (process.platform !== 'linux') return 'not Linux';
  try {
    const [program = 'unshare', ...words] = [...asNobody, 'unshare', '--user', '--map-root-user', 'true'];
    execFileSync(program, words, { stdio: 'ignore' });
    return null;
  } catch {
    return 'users other than root may not make user namespaces here';
  }
}

export const giveToNobody = (folder: string): void => {
  if (isRoot) chownSync(folder, nobody.uid, nobody.gid);
};

export type Installed = { program: string; app: string; home: string };

/** A copy that somebody else may read: the runtime lies in the home of whoever runs the tests. */
export async function installForNobody(folder: string): Promise<Installed> {
  const runtime = await runtimePath();
  chmodSync(folder, 0o755);
  cpSync(path.dirname(runtime), path.join(folder, 'runtime'), { recursive: true });
  const app = path.join(folder, 'app');
  mkdirSync(app);
  for (const part of ['package.json', 'dist/electron', 'dist/renderer'])
    cpSync(path.join(projectRoot, part), path.join(app, part), { recursive: true });
  const home = path.join(folder, 'home');
  mkdirSync(home, { mode: 0o700 });
  giveToNobody(home);
  return { program: path.join(folder, 'runtime', path.basename(runtime)), app, home };
}

/** For who wants one program without words before it. */
export function scriptFor(folder: string, program: string): string {
  const script = path.join(folder, 'as-nobody.sh');
  writeFileSync(script, `#!/bin/sh\nexec ${[...asNobody, program].join(' ')} "$@"\n`, { mode: 0o755 });
  return script;
}
