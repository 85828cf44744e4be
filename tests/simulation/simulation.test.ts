// The proof itself: many seeds through the command a person would type, and the same seed twice.
import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { makeTool } from '../../build/program.mjs';
import { createCounterbell } from '../../core/counterbell.ts';
import { proof } from './bounds.ts';
import { runSeed } from './run-seed.ts';

test('the same seed tells the same story, another one another', async () => {
  const stories = new Set<string>();
  for (const seed of [3, 8, 11]) {
    const first = await runSeed({ seed, create: createCounterbell, trace: true });
    const second = await runSeed({ seed, create: createCounterbell, trace: true });
    expect(second.digest).toBe(first.digest);
    expect(first.lines.length).toBeGreaterThan(50);
    stories.add(first.digest);
  }
  expect(stories.size).toBe(3);
}, 60_000);

test(`${proof.seeds} seeds keep every promise`, { timeout: 900_000 }, async () => {
  const tool = await makeTool('sim', 'tests/simulation/cli.ts');
  const { code, output } = await told(tool, ['--seeds', String(proof.seeds), '--from', '1']);
  const summary = output.trim().split('\n').at(-1) ?? '';
  console.log(`simulation: ${summary} (bound: ${proof.withinSeconds} s on two cores of their own)`);
  expect(output.split('\n').filter((line) => line.startsWith('npm run sim'))).toEqual([]);
  expect(summary).toMatch(new RegExp(`^${proof.seeds} seeds from 1: 0 failed, `));
  expect(code).toBe(0);
});

function told(file: string, words: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
