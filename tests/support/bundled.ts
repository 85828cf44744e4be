// Before tests that start the programs: everything is built from the sources as they are now. By whoever is first among
// files that run together, one would build while another already looks at what was there.
import { bundle } from '../../build/bundle.mjs';
import { targets } from '../../build/targets.mjs';

export default async function setUp(): Promise<void> {
  await bundle(targets);
}
