// Saves diagnostics where people look for what they have saved. No dialog asks where: while one is open the window takes no
// press, also none on the bell.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export type Saved = { ok: true; file: string } | { ok: false; message: string };

/** Another of the same second is not written over. */
export async function saveDiagnostics(
  folder: string,
  make: () => Promise<Buffer>,
  now: Date,
): Promise<Saved> {
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  const file = path.join(folder, `counterbell-diagnostics-${stamp}.zip`);
  try {
    const bytes = await make();
    await mkdir(folder, { recursive: true });
    await writeFile(file, bytes, { mode: 0o600, flag: 'wx' });
    return { ok: true, file };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
