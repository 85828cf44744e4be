// Whether macOS knows who signed this program: without that it shows no notifications of it.
import { execFile } from 'node:child_process';

/** What `codesign -dv` prints. Signed by nobody in particular ("adhoc"), as Electron comes, is as good as not at all. */
export const isSignedBy = (printed: string): boolean => /^TeamIdentifier=(?!not set)\S/m.test(printed);

export const isSigned = (program: string): Promise<boolean> =>
  new Promise((resolve) => {
    execFile('/usr/bin/codesign', ['-dv', program], { timeout: 5000 }, (error, _stdout, stderr) =>
      resolve(error === null && isSignedBy(stderr)),
    );
  });
