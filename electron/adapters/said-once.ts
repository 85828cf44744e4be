// Remembers on the disk that something was said here once. Where that cannot be written it is said once per start.
import { existsSync, writeFileSync } from 'node:fs';

export type SaidOnce = { wasSaid(): boolean; say(): void };

export function saidOnce(file: string): SaidOnce {
  let said = existsSync(file);
  return {
    wasSaid: () => said,
    say() {
      said = true;
      try {
        writeFileSync(file, '');
      } catch {
        // It is said again after the next start.
      }
    },
  };
}
