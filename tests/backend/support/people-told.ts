// A shop with people in it who are notified: they sign in, and what stands in their streams can be awaited.
import type { Inbox, Notification } from '../../../contract/notifications.ts';
import type { Role, Snapshot } from '../../../contract/api.ts';
import { must } from '../identity-house.ts';
import { until, type Client, type Shop } from './shop.ts';

export type Member = { id: string; role: Role; pin: string; client: Client };
export type Page = { notifications: Notification[]; unread: number; before: string | null };

let pins = 100_000;

/** Somebody new at the restaurant, stepped in on a device of their own, or on that one. */
export async function join(shop: Shop, role: Role, on?: Client): Promise<Member> {
  const pin = String((pins += 7));
  const { id } = must(
    await shop.backend.identity.addPerson({
      restaurant: shop.restaurant,
      name: `${role} ${pin}`,
      role,
      pin,
    }),
  );
  return { id, role, pin, client: await stepIn(shop, pin, on) };
}

export async function stepIn(shop: Shop, pin: string, on?: Client): Promise<Client> {
  const device = on ?? (await shop.enrol(`install-of-${pin}-${Math.random()}`));
  const { body, status } = await device.post<{ token: string }>('/people/step-in', { pin });
  if (status !== 200) throw new Error(`Did not step in: ${JSON.stringify(body)}`);
  return shop.client(body.token);
}

export const inboxOf = async (client: Client, query = ''): Promise<Page> =>
  (await client.get<Page>(`/notifications${query}`)).body;

export async function snapshotInbox(client: Client): Promise<{ inbox: Inbox; seq: number; stream: string }> {
  const { body } = await client.get<Snapshot>('/snapshot');
  const stream = Object.keys(body.heads).find((name) => name.startsWith('user:')) ?? '';
  if (body.inbox === undefined) throw new Error('The snapshot has no inbox.');
  return { inbox: body.inbox, seq: body.heads[stream]?.seq ?? 0, stream };
}

/** Everything that was to be told has been told. */
export const allTold = (shop: Shop): Promise<unknown> =>
  until('nothing is left to be told', async () => {
    const row = await shop.store.read.selectFrom('later_events').select('n').limit(1).executeTakeFirst();
    return row === undefined;
  });

export type Told = Record<string, unknown> & { id: string; seq: number; type: string; cause?: string };
export const streamOf = async (shop: Shop, person: string): Promise<Told[]> =>
  (await shop.events(`user:${person}`)) as unknown as Told[];
