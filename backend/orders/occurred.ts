// Decides when something that a client says happened counts as having happened: after its order was placed, not after now.

/**
 * A client's clock may be wrong, or its word may be: whatever it sent, what is kept is a time that everybody can read.
 * `sent` is ISO 8601 or absent; absent means now.
 */
export function occurredAt(sent: string | undefined, placedAt: number, now: number): number {
  const said = sent === undefined ? now : Date.parse(sent);
  if (Number.isNaN(said)) return now;
  return Math.min(now, Math.max(placedAt, said));
}
