// What a process costs, from /proc: processor time since it began, and the memory it holds now.
import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever the machine (sysconf(_SC_CLK_TCK)). */
const ticksPerSecond = 100;

export function costOf(pid: number): { cpuSeconds: number; megabytes: number } {
  // The program's name, in brackets, may hold spaces.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    cpuSeconds: (Number(stat[11]) + Number(stat[12])) / ticksPerSecond,
    megabytes: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024,
  };
}
