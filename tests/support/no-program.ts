// A program that does not end and keeps no codes, for brains in tests that are about something else.
import type { Ports } from '../../core/ports/ports.ts';

export const noProgram: Pick<Ports, 'program' | 'codes'> = {
  program: { quit() {} },
  codes: {
    hash: async (code) => `hash:${code}`,
    matches: async (code, hash) => hash === `hash:${code}`,
    isHash: (text) => text.startsWith('hash:'),
  },
};

/** What a window can be told beside being shown. */
export const stillWindow = { close() {}, toggleFullScreen() {}, kiosk() {} };
