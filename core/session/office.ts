// Tells whether this device is an office, and whether it keeps silent as one.
import type { SettingsState } from '../settings/turn.ts';
import type { SessionState } from './turn.ts';

type Known = Pick<SessionState, 'session'> & SettingsState;

export const isOffice = ({ session }: Pick<SessionState, 'session'>): boolean =>
  session?.device.kind === 'office';

/** No bell, no sound beside it, and no window that comes to the front by itself. */
export const isSilentOffice = (known: Known): boolean =>
  isOffice(known) && !known.settings.effective.officeRings;
