import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

const lineOf = (why: unknown) => {
  const lines: string[] = [];
  createLogger('info', { write: (line) => void lines.push(line) }).error({ event: 'failed', err: why });
  return lines.join('');
};

test('an error is told by what it is and where, without what it carries along', () => {
  const line = lineOf(
    Object.assign(new TypeError('x is not a function'), { code: 'E_ODD', detail: 'Anastasia' }),
  );
  expect(JSON.parse(line)).toMatchObject({
    event: 'failed',
    err: {
      kind: 'TypeError',
      reason: 'E_ODD',
      said: 'x is not a function',
      stack: expect.arrayContaining([expect.stringMatching(/^at /)]),
    },
  });
  expect(line).not.toContain('Anastasia');
});

test('an error that quotes what it could not read is told without its sentence', () => {
  let why: unknown;
  try {
    JSON.parse('Anastasia');
  } catch (error) {
    why = error;
  }
  expect(String(why)).toContain('Anast');
  expect(lineOf(why)).not.toContain('Anast');
  expect(JSON.parse(lineOf(why))).toMatchObject({ err: { kind: 'SyntaxError' } });
  expect(lineOf('Anastasia')).not.toContain('Anastasia');
});
