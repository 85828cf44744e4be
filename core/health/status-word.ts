// Tells what the word for pill and tray means beside being shown.
import type { StatusView } from '../../contract/view.ts';

export type StatusWord = StatusView['word'];

/** Whatever is new is heard here: what the backend is told as "live", also while an order cannot be read. */
export const hearsEverything = (word: StatusWord): boolean => word === 'live' || word === 'needs-update';

/** Everything that the order system has is here, by whatever way it came. */
export const isUpToDate = (word: StatusWord): boolean =>
  hearsEverything(word) || word === 'checked' || word === 'polling' || word === 'clock-wrong';
