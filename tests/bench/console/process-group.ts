// What a program and all it started cost, from /proc.
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever the machine (sysconf(_SC_CLK_TCK)). */
const ticksPerSecond = 100;

function* statsOf(group: number): Generator<{ pid: string; stat: string[] }> {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      // The program's name, in brackets, may hold spaces.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      if (Number(stat[2]) === group) yield { pid, stat };
    } catch {
      // It ended while we looked.
    }
  }
}

/** Proportional set size: pages that several processes share are counted once. */
export function pssMb(group: number): number {
  let kilobytes = 0;
  for (const { pid } of statsOf(group)) {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      kilobytes += Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0);
    } catch {
      // It ended while we looked.
    }
  }
  return kilobytes / 1024;
}

export function cpuSeconds(group: number): number {
  let ticks = 0;
  for (const { stat } of statsOf(group)) ticks += Number(stat[11]) + Number(stat[12]);
  return ticks / ticksPerSecond;
}
