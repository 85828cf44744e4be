import path from 'node:path';
import { expect, test } from 'vitest';
import { captureWords, readOptions, type StartOptions } from './options.mjs';

const read = (words: string[], env = {}) => readOptions(words, { folder: '/here', env }) as StartOptions;

test('without words it is a fresh demo that stays until somebody ends it', () => {
  expect(read([])).toEqual({
    keep: false,
    seconds: undefined,
    screenshot: undefined,
    backend: undefined,
    rate: '6/min',
    seed: undefined,
    hidden: false,
  });
  expect(captureWords(read([]))).toEqual([]);
});

test('a picture is taken where the command was given, at the end of the seconds', () => {
  const file = path.resolve('/here', 'shot.png');
  const expected = [`--capture=${file}`, '--capture-after=40', '--quit-after-capture'];
  expect(captureWords(read(['--seconds', '40', '--screenshot', 'shot.png']))).toEqual(expected);
  expect(captureWords(read(['--seconds=40', '--screenshot=shot.png']))).toEqual(expected);
  expect(captureWords(read(['--screenshot', 'shot.png']))[1]).toBe('--capture-after=10');
  expect(captureWords(read(['--seconds', '3']))).toEqual(['--quit-after=3']);
});

test('a backend can be named in both ways, the command line first', () => {
  const env = { COUNTERBELL_BACKEND_URL: 'https://orders.example' };
  expect(read([], env).backend).toBe('https://orders.example');
  expect(read(['--backend', 'http://127.0.0.1:9'], env).backend).toBe('http://127.0.0.1:9');
});

test.each([
  [['--seconds', 'soon'], /--seconds is a number above 0, not "soon"/],
  [['--seconds', '0'], /above 0/],
  [['--seconds', '3000000'], /at most 86400/],
  [['--rate', 'lots'], /--rate is a number per s, min or h, such as 6\/min; not "lots"/],
  [['--rate', '0/min'], /--rate/],
  [['--seed', 'x'], /--seed is a whole number, not "x"/],
  [['--screenshot'], /--screenshot needs a value/],
  [['--screenshot', '--keep'], /--screenshot needs a value/],
  [['--backend', 'orders.example'], /starts with http/],
  [['--kep'], /"--kep" is not known here[\s\S]*--keep/],
])('%j is refused with what to do', (words, message) => {
  expect(() => read(words)).toThrow(message);
});
