// Where tests keep what outlives a run or is shared by several, whatever folder a run keeps its own files in.
import os from 'node:os';

export const keptFolder = (): string => process.env.COUNTERBELL_TESTS_KEEP ?? os.tmpdir();
