import { expect, test } from 'vitest';
import { powershellExe, regExe } from './windows-programs.ts';

test.each([
  [{ SystemRoot: 'D:\\WINNT' }, 'D:\\WINNT\\System32\\reg.exe'],
  [{ SYSTEMROOT: 'd:\\winnt' }, 'd:\\winnt\\System32\\reg.exe'],
  [{}, 'C:\\Windows\\System32\\reg.exe'],
  [{ SystemRoot: '' }, 'C:\\Windows\\System32\\reg.exe'],
  [{ SystemRoot: '..\\downloads' }, 'C:\\Windows\\System32\\reg.exe'],
  [{ SystemRoot: '\\\\server\\share' }, 'C:\\Windows\\System32\\reg.exe'],
])('with %j it is %s', (env, program) => {
  expect(regExe(env)).toBe(program);
});

test('PowerShell has a folder of its own', () => {
  expect(powershellExe({})).toBe('C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe');
});
