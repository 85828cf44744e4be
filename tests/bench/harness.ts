// Runs a bench: collects figures, prints them as a table and leaves them as JSON for comparison.
import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export type Goal = { atMost: number } | { atLeast: number };
export type FigureOptions = {
  goal?: Goal;
  /** The figure includes waiting for the disk: it is shown beside what one flush costs on this machine. */
  durable?: boolean;
};
export type Figure = { id: string; value: number; unit: string; goal: string | null; ok: boolean | null };
export type Report = {
  name: string;
  machine: { cpu: string; cores: number; memory: string; node: string; os: string };
  figures: Figure[];
};
export type AddFigure = (id: string, value: number, unit: string, options?: FigureOptions) => void;

const rounded = (value: number) => Number(value.toPrecision(4));

/** The value below which the given share of the samples lies (nearest rank). */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('A percentile needs at least one sample.');
  return value;
}

export function toFigure(id: string, value: number, unit: string, goal?: Goal): Figure {
  if (!Number.isFinite(value)) throw new Error(`The figure ${id} is ${value}, which is no measurement.`);
  if (goal === undefined) return { id, value: rounded(value), unit, goal: null, ok: null };
  return 'atMost' in goal
    ? { id, value: rounded(value), unit, goal: `<= ${goal.atMost}`, ok: value <= goal.atMost }
    : { id, value: rounded(value), unit, goal: `>= ${goal.atLeast}`, ok: value >= goal.atLeast };
}

/** The median cost of making 1 KB durable in a folder, in milliseconds. */
export function fdatasyncP50Ms(dir: string, rounds = 200): number {
  mkdirSync(dir, { recursive: true });
  const folder = mkdtempSync(path.join(dir, '.fdatasync-'));
  const file = openSync(path.join(folder, 'probe'), 'w');
  const line = Buffer.alloc(1024, 'x');
  try {
    const samples = Array.from({ length: rounds }, () => {
      const began = performance.now();
      writeSync(file, line);
      fdatasyncSync(file);
      return performance.now() - began;
    });
    return percentile(samples, 0.5);
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}

function describeMachine(): Report['machine'] {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memory: `${(os.totalmem() / 2 ** 30).toFixed(1)} GiB`,
    node: process.versions.node,
    os: `${os.type()} ${os.release()} ${os.arch()}`,
  };
}

export function table(report: Report, besideDisk: ReadonlyMap<string, number>): string[] {
  const rows = report.figures.map(({ id, value, unit, goal, ok }) => [
    id,
    String(value),
    unit,
    goal ?? '',
    ok === null ? '' : ok ? 'met' : 'MISSED',
    besideDisk.has(id) ? `one fdatasync here: ${rounded(besideDisk.get(id) ?? 0)} ms` : '',
  ]);
  const all = [['figure', 'value', 'unit', 'goal', '', ''], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all.map((row) =>
    row
      .map((cell, column) =>
        column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

/**
 * Measures and reports. A missed goal is printed and recorded, but only an error makes the exit code 1:
 * a slower machine is no defect.
 */
export async function bench(name: string, measure: (figure: AddFigure) => Promise<void>): Promise<void> {
  const results = path.resolve('bench-results');
  const report: Report = { name, machine: describeMachine(), figures: [] };
  const besideDisk = new Map<string, number>();
  let flush: number | undefined;
  try {
    await measure((id, value, unit, options = {}) => {
      report.figures.push(toFigure(id, value, unit, options.goal));
      if (options.durable) besideDisk.set(id, (flush ??= fdatasyncP50Ms(results)));
    });
  } catch (error) {
    console.error(`The bench ${name} broke off:`, error);
    process.exitCode = 1;
    return;
  }
  mkdirSync(results, { recursive: true });
  writeFileSync(path.join(results, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  const { cpu, cores, memory, node, os: system } = report.machine;
  console.log(`\n${name} on ${cpu}, ${cores} cores, ${memory}, Node ${node}, ${system}\n`);
  for (const line of table(report, besideDisk)) console.log(line);
  const missed = report.figures.filter((figure) => figure.ok === false);
  const judged = report.figures.filter((figure) => figure.ok !== null).length;
  console.log(
    missed.length === 0
      ? `\n${judged} of ${judged} goals met. Written to bench-results/${name}.json`
      : `\nGOALS MISSED: ${missed.map((figure) => figure.id).join(', ')}. Written to bench-results/${name}.json`,
  );
}
