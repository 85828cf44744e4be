// What a process costs, from /proc: processor time since it began, and the memory it holds now.
import { readFileSync } from 'node:fs';
import { statOf } from '../process-stat.ts';

export function costOf(pid: number): { cpuSeconds: number; megabytes: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    cpuSeconds: statOf(pid).cpuSeconds,
    megabytes: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024,
  };
}
