// Decides whether what was queued may still go to an install, by what is known when it is about to be sent.

/** Of whoever it was queued for; null: there is no such thing (any more), or it never had one. */
export type Standing = {
  kind: string;
  untilAt: number;
  /** Whose the install is now. */
  registration: { order: string | null; person: string | null; session: string | null } | null;
  restaurantEndedAt: number | null | 'gone';
  orderStatus: string | null;
  person: { role: string; endedAt: number | null } | null;
  session: { endedAt: number | null; expiresAt: number; deviceEndedAt: number | null } | null;
};

export function isStillWanted(standing: Standing, now: number): boolean {
  const { registration, person, session } = standing;
  if (registration === null || now >= standing.untilAt || standing.restaurantEndedAt !== null) return false;
  if (registration.order !== null) return isForOrder(standing);
  if (registration.person === null || person === null || person.endedAt !== null) return false;
  // A phone is a manager's.
  if (registration.session === null) return person.role === 'manager' || person.role === 'admin';
  return (
    session !== null && session.endedAt === null && session.expiresAt > now && session.deviceEndedAt === null
  );
}

/** One that went back to the kitchen is not ready, whatever was queued before. */
function isForOrder({ kind, orderStatus }: Standing): boolean {
  return orderStatus !== null && (kind !== 'order.ready' || orderStatus === 'ready');
}
