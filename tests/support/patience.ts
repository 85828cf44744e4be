// Gives whatever a test waits for the time that a busy machine may need: of itself Vitest gives up after a second.
import { vi } from 'vitest';

const patience = { timeout: 15_000 };

const { waitFor } = vi;
vi.waitFor = (callback, options) => waitFor(callback, options ?? patience);
