// What Linux tells of a process in one line, /proc/PID/stat.
import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever the machine (sysconf(_SC_CLK_TCK)). */
const ticksPerSecond = 100;

export function statOf(pid: number | string): { group: number; cpuSeconds: number } {
  // The program's name, in brackets, may hold spaces.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return { group: Number(stat[2]), cpuSeconds: (Number(stat[11]) + Number(stat[12])) / ticksPerSecond };
}
