import { expect, test } from 'vitest';
import { managedPolicy, managedPreferences, registryKey, type RunProgram } from './managed-policy.ts';

const json = '{"backend":{"url":"https://backend.example"},"settings":{"theme":"dark"}}';
const answers = (answer: string | null) => {
  const asked: string[] = [];
  const run: RunProgram = async (program, words) => {
    asked.push([program, ...words].join(' '));
    return answer;
  };
  return { asked, run };
};

test('on Windows the registry is asked, and its one text value is the policy', async () => {
  const { asked, run } = answers(
    `\r\n${registryKey.replace('HKLM', 'HKEY_LOCAL_MACHINE')}\r\n    Policy    REG_SZ    ${json}\r\n\r\n`,
  );
  expect(await managedPolicy('win32', run, { SystemRoot: 'C:\\Windows' })).toEqual({
    kind: 'found',
    text: json,
    source: `${registryKey}\\Policy`,
  });
  expect(asked).toEqual([`C:\\Windows\\System32\\reg.exe query ${registryKey} /v Policy`]);
});

test('a value of another type is said to be unreadable rather than passed over', async () => {
  const { run } = answers(`HKEY_LOCAL_MACHINE\\X\r\n    Policy    REG_DWORD    0x1\r\n`);
  expect(await managedPolicy('win32', run)).toMatchObject({ kind: 'unreadable' });
});

test('on macOS the managed preferences are turned into JSON', async () => {
  const { asked, run } = answers(json);
  expect(await managedPolicy('darwin', run)).toEqual({
    kind: 'found',
    text: json,
    source: managedPreferences,
  });
  expect(asked).toEqual([`/usr/bin/plutil -convert json -o - ${managedPreferences}`]);
});

test.each(['win32', 'darwin'] as const)('nothing managed on %s is no policy', async (platform) => {
  expect(await managedPolicy(platform, answers(null).run)).toEqual({ kind: 'none' });
});

test('Linux has a file and nothing else', async () => {
  const { asked, run } = answers(json);
  expect(await managedPolicy('linux', run)).toEqual({ kind: 'none' });
  expect(asked).toEqual([]);
});
