// Has a console's main process throw what nobody catches.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../build/paths.mjs';

export function thrower(folder: string) {
  const file = path.join(folder, 'throw');
  return {
    env: {
      NODE_OPTIONS: `--require=${path.join(projectRoot, 'tests/attacks/thrower.cjs')}`,
      COUNTERBELL_TEST_THROWS: file,
    },
    throwTimes: (times: number) => writeFileSync(file, String(times)),
  };
}
