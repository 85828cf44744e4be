// What a program and all it started cost, from /proc.
import { readdirSync, readFileSync } from 'node:fs';
import { statOf } from '../process-stat.ts';

function* membersOf(group: number): Generator<{ pid: string; cpuSeconds: number }> {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = statOf(pid);
      if (stat.group === group) yield { pid, cpuSeconds: stat.cpuSeconds };
    } catch {
      // It ended while we looked.
    }
  }
}

/** Proportional set size: pages that several processes share are counted once. */
export function pssMb(group: number): number {
  let kilobytes = 0;
  for (const { pid } of membersOf(group)) {
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
  let seconds = 0;
  for (const member of membersOf(group)) seconds += member.cpuSeconds;
  return seconds;
}
