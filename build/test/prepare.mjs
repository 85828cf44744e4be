// Makes ready what the stages of the tests need: packages, the system's programs, an Electron that can start.
import { checkNode, ensureDependencies } from '../dependencies.mjs';
import { resolveRuntime } from '../runtime/resolve.mjs';
import { checkLibraries, ensureSystem } from '../system.mjs';

const withElectron = new Set(['attacks', 'e2e', 'packaging']);

/**
 * @param {readonly import('./stages.mjs').Stage[]} stages
 * @param {{ quick: boolean, say: (line: string) => void }} options
 */
export async function prepareFor(stages, { quick, say }) {
  checkNode({ say });
  await ensureDependencies({ say });
  ensureSystem(quick ? ['virtual desktop', 'tests'] : ['window', 'virtual desktop', 'tests'], { say });
  if (stages.some((stage) => withElectron.has(stage.name)))
    checkLibraries((await resolveRuntime({ say })).path);
}
