import { expect, test } from 'vitest';
import { isSignedBy } from './mac-signature.ts';

const printed = (...lines: string[]) =>
  ['Executable=/Applications/Counterbell.app/Contents/MacOS/Counterbell', ...lines, ''].join('\n');

test.each([
  ['by a team', printed('Identifier=io.counterbell.console', 'TeamIdentifier=ABCDE12345'), true],
  ['by nobody in particular', printed('Signature=adhoc', 'TeamIdentifier=not set'), false],
  ['not at all', 'Counterbell.app: code object is not signed at all\n', false],
])('signed %s', (_, text, signed) => {
  expect(isSignedBy(text)).toBe(signed);
});
