// Declares what the person at the screen has been told and has not dismissed.
import type { View } from '../../contract/view.ts';
import { slice } from '../kernel/declare-slice.ts';

export type Notice = View['notices'][number];

export const { own: notices, set } = slice('notices', {
  process: { notices: [] as readonly Notice[] },
});
