import { expect, test } from 'vitest';
import { onlyAdministratorsWrite } from './windows-acl.ts';

const [administrators, system, users, lee] = [
  'S-1-5-32-544',
  'S-1-5-18',
  'S-1-5-32-545',
  'S-1-5-21-1-2-3-1001',
];
const fullControl = 2_032_127;
const readAndExecute = 1_179_817;
/** As Windows has it below ProgramData: users may make new files in the folder, and read. */
const usual = [
  `file owner ${administrators}`,
  `file allow ${system} ${fullControl}`,
  `file allow ${administrators} ${fullControl}`,
  `file allow ${users} ${readAndExecute}`,
  `folder owner ${system}`,
  `folder allow ${administrators} 268435456`,
  `folder allow ${users} ${readAndExecute}`,
  `folder allow ${users} 278`,
];
const judge = (lines: string[]) => onlyAdministratorsWrite(lines.join('\r\n'));

test('a file that only administrators write is believed', () => {
  expect(judge(usual)).toBe(true);
});

test.each([
  [
    'the file is a user’s',
    usual.map((line) => line.replace(`file owner ${administrators}`, `file owner ${lee}`)),
  ],
  [
    'the folder is a user’s',
    usual.map((line) => line.replace(`folder owner ${system}`, `folder owner ${lee}`)),
  ],
  ['users may write the file', [...usual, `file allow ${users} 2`]],
  ['users may do all with the file', [...usual, `file allow ${lee} ${fullControl}`]],
  ['users may modify the folder', [...usual, `folder allow ${users} 1245631`]],
  ['users may delete what is in the folder', [...usual, `folder allow ${users} 64`]],
  ['users may change who may', [...usual, `folder allow ${lee} 262144`]],
  ['everybody has generic rights', [...usual, 'file allow S-1-1-0 1073741824']],
  ['it is not said whose the folder is', usual.filter((line) => !line.startsWith('folder owner'))],
  ['something else is said', [...usual, 'Get-Acl : no such file']],
  ['nothing is said', []],
])('it is not when %s', (_what, lines) => {
  expect(judge(lines)).toBe(false);
});
