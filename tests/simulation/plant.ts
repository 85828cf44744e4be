// Plants a defect into the core from outside: by replacing one of its modules, or by bending a port.
import { vi } from 'vitest';
import type { State } from '../../core/assembly.ts';
import type { CreateCounterbell } from '../../core/counterbell.ts';
import type { Ports } from '../../core/ports/ports.ts';
import type { Trouble } from './troubles.ts';

export type Bug = {
  name: string;
  /** Under which it has to show. */
  troubles: readonly Trouble[];
  /** People have to be notified for it to show. */
  notified?: true;
  /** They have to write to each other. */
  chatting?: true;
  /** Replaces a module before the core is imported. */
  plant?: () => void;
  /** Bends what the core is given. */
  bend?: (ports: Ports) => Ports;
};

const replaced = new Set<string>();

/** `file`: relative to this one. */
export function mutate<M extends object>(file: string, change: (real: M) => Partial<M>): void {
  replaced.add(file);
  vi.doMock(file, async (importOriginal) => {
    const real = await importOriginal<M>();
    return { ...real, ...change(real) };
  });
}

/** As only a slice's own setter may. */
export const known = (turn: { readonly state: object }, news: Partial<State>): void =>
  void Object.assign(turn.state, news);
/** The core with that bug in it; everything imported anew. */
export async function planted({ plant, bend }: Bug): Promise<CreateCounterbell> {
  vi.resetModules();
  plant?.();
  const { createCounterbell } = await import('../../core/counterbell.ts');
  return bend === undefined ? createCounterbell : (ports, setup) => createCounterbell(bend(ports), setup);
}

/** The next bug is looked for in a core that is whole again. */
export function unplant(): void {
  vi.resetModules();
  for (const file of replaced) vi.doUnmock(file);
  replaced.clear();
}
