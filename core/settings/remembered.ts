// Remembers the settings of the last policy that could be read. Its address and code are not kept: they let somebody
// in.
import { splitKeys } from '../../contract/known-keys.ts';
import type { Policy } from '../../contract/policy.ts';
import { settings } from '../../contract/settings.ts';
import { fromUtf8, toUtf8 } from '../journal/bytes.ts';
import type { Disk } from '../ports/disk.ts';

const file = 'last-policy';

export type Fixed = NonNullable<Policy['settings']>;

export async function rememberPolicy(disk: Disk, fixed: Fixed): Promise<void> {
  const bytes = toUtf8(JSON.stringify(fixed));
  const before = await disk.read(file);
  // Written once per change, not once per start. A disk that takes nothing says so elsewhere.
  if (before.ok && fromUtf8(before.value) === fromUtf8(bytes)) return;
  await disk.replace(file, bytes);
}

export async function rememberedPolicy(disk: Disk): Promise<Fixed | null> {
  const kept = await disk.read(file);
  if (!kept.ok) return null;
  try {
    // A newer version may have been able to fix more.
    const { known } = splitKeys(settings, JSON.parse(fromUtf8(kept.value)));
    const read = settings.partial().safeParse(known);
    return read.success ? read.data : null;
  } catch {
    return null; // damaged: as good as none, and a policy that can be read will write it anew
  }
}
