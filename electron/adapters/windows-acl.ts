// Whether only administrators of a Windows machine can have written a file, or can put another one in its place.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { powershellExe } from './windows-programs.ts';

/** Administrators, SYSTEM, TrustedInstaller. */
const administrators =
  /^(?:S-1-5-32-544|S-1-5-18|S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)$/;

/** https://learn.microsoft.com/dotnet/api/system.security.accesscontrol.filesystemrights, and the generic ones. */
const rights = {
  writeData: 0x2,
  appendData: 0x4,
  deleteChildren: 0x40,
  delete: 0x1_0000,
  changePermissions: 0x4_0000,
  takeOwnership: 0x8_0000,
  genericAll: 0x1000_0000,
  genericWrite: 0x4000_0000,
} as const;
const always =
  rights.delete | rights.changePermissions | rights.takeOwnership | rights.genericAll | rights.genericWrite;
/**
 * Everybody may make new files below ProgramData, as Windows sets it up. That is no way to another policy: one made so
 * belongs to whoever made it, and is not believed.
 */
const mayNot = {
  file: always | rights.writeData | rights.appendData,
  folder: always | rights.deleteChildren,
};

/** What `script` prints: "file owner SID", "folder allow SID RIGHTS". Anything else is not believed. */
export function onlyAdministratorsWrite(printed: string): boolean {
  const owners = new Set<string>();
  for (const line of printed.split(/\r?\n/).filter((each) => each.trim() !== '')) {
    const [, what, kind, sid = '', mask] =
      /^(file|folder) (owner|allow) (S-[\d-]+)(?: (-?\d+))?\s*$/.exec(line) ?? [];
    if (what !== 'file' && what !== 'folder') return false;
    if (kind === 'owner') {
      if (!administrators.test(sid)) return false;
      owners.add(what);
    } else if (mask === undefined || (!administrators.test(sid) && (Number(mask) & mayNot[what]) !== 0))
      return false;
  }
  return owners.size === 2;
}

/** Rules for what will be made below (2: inherit only) say nothing of the thing itself. */
const script = `
$ErrorActionPreference = 'Stop'
$sid = [System.Security.Principal.SecurityIdentifier]
$file = $env:COUNTERBELL_FILE
foreach ($one in @(@('file', $file), @('folder', [System.IO.Path]::GetDirectoryName($file)))) {
  $acl = Get-Acl -LiteralPath $one[1]
  "$($one[0]) owner $($acl.GetOwner($sid).Value)"
  foreach ($rule in $acl.GetAccessRules($true, $true, $sid)) {
    if ($rule.AccessControlType -eq 'Allow' -and -not ([int]$rule.PropagationFlags -band 2)) {
      "$($one[0]) allow $($rule.IdentityReference.Value) $([int]$rule.FileSystemRights)"
    }
  }
}`;

export async function ownedByWindowsAdministrator(file: string): Promise<boolean> {
  const { stdout } = await promisify(execFile)(
    powershellExe(process.env),
    ['-NoProfile', '-NonInteractive', '-Command', script],
    { env: { ...process.env, COUNTERBELL_FILE: file }, timeout: 10_000, windowsHide: true },
  );
  return onlyAdministratorsWrite(stdout);
}
