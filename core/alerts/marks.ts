// Marks alerts in the ledger, so that what was raised once is not raised again.
import type { Change } from '../kernel/ledger.ts';
import type { Alert } from './alert.ts';
import { keep } from './slice.ts';
import type { AlertsState } from './turn.ts';

export const alertIs =
  (alert: Alert): Change =>
  (draft) =>
    keep.alerts.put(draft, alert.id, alert);

export const alertGone =
  (id: string): Change =>
  (draft) =>
    keep.alerts.put(draft, id, null);

/** What only a person was told goes with them; so does what was told to somebody before a crash. */
export const personalAlertsGone = ({ ledger }: Pick<AlertsState, 'ledger'>): Change[] =>
  [...ledger.alerts.values()].filter(({ kind }) => kind === 'unaccepted').map(({ id }) => alertGone(id));
