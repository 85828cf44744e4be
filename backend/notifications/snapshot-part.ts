// Says in a snapshot what is in the inbox of the person who asks; whoever is nobody in person has none.
import type { Inbox } from '../../contract/notifications.ts';
import type { Principal } from '../../contract/permissions.ts';
import type { Db } from '../db/schema.ts';
import { inboxOf } from './inbox.ts';

export async function inboxPart(tx: Db, { principal }: { principal: Principal }): Promise<{ inbox?: Inbox }> {
  return principal.kind === 'person' ? { inbox: await inboxOf(tx, principal.id) } : {};
}
