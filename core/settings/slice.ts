// Declares what people chose, what IT decided, and what the computer speaks.
import type { Policy } from '../../contract/policy.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { slice } from '../kernel/declare-slice.ts';
import { withPolicy } from './effective.ts';

export const { own: settings, set } = slice('settings', {
  process: {
    settings: withPolicy(defaultSettings, null),
    policy: null as Policy | null,
    /** The computer's own, the preferred one first. */
    languages: [] as readonly string[],
  },
});
