// Whatever the order of writing, lost answers, retries, reloads and restores: customer and staff end with the same messages,
// none lost, none doubled.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backup, restore } from '../../backend/db/backup.ts';
import {
  begun,
  begunAgain,
  heard,
  nextToSend,
  taken,
  wrote,
  type Conversation,
} from '../../backend/customer-page/page/conversation.ts';
import type { ChatPage } from '../../contract/chat.ts';
import { eventsPageEnvelope } from '../../contract/api.ts';
import { onBothDatabases } from './support/databases.ts';
import { openShop, type Client, type Shop } from './support/shop.ts';

const steps = [
  'customer writes',
  'staff write',
  'both write at once',
  'customer sends',
  'customer sends, and the answer is lost',
  'staff send again',
  'customer looks',
  'staff look',
  'customer reloads',
  'backup',
  'restore',
] as const;

onBothDatabases((databases) => {
  let shop: Shop;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'counterbell-chat-'));
    shop = await openShop({
      database: await databases.fresh(),
      settings: { chat: 'customers-begin' },
      env: { COUNTERBELL_RATE_PER_SECOND: '100000' },
    });
  });
  afterAll(async () => {
    await shop.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** One who takes part, as the page does: with what it knows of the chat, and its own words. */
  async function join(client: Client, id: string) {
    const page = async () => (await client.get<ChatPage>(`/api/chat/${id}`)).body;
    const first = await page();
    const at = `/streams/${encodeURIComponent(first.stream)}/events`;
    let state: Conversation = begun(first, []);
    return {
      state: () => state,
      write: (text: string) => void (state = wrote(state, randomUUID(), text)),
      async reload() {
        state = begun(await page(), state.unsent);
      },
      async look() {
        const { seq, id: last } = state.head;
        const answer = await client.get(`${at}?after=${seq}${last === null ? '' : `&id=${last}`}`);
        if (answer.status === 410) state = begunAgain(state, await page());
        else
          for (const event of eventsPageEnvelope.parse(answer.body).events) state = heard(state, event).state;
      },
      /** Everything that waits; an answer that is lost leaves it waiting. */
      async send(isLost: boolean) {
        for (let one = nextToSend(state); one !== undefined; one = nextToSend(state)) {
          const { body } = await client.post<{ message: { id: string } }>(
            '/api/chat',
            { id, message: one.text },
            one.key,
          );
          if (isLost) return;
          state = taken(state, one.key, body.message.id);
        }
      },
    };
  }

  async function run(order: readonly (typeof steps)[number][]): Promise<void> {
    const placed = await shop.place();
    const { id } = placed.order;
    const customer = await join(shop.client(placed.publicToken), id);
    const staff = await join(shop.till, id);
    const file = path.join(folder, `${randomUUID()}.gz`);
    await backup(shop.store, file, shop.clock.now());
    let written = 0;
    const kept = async () => {
      const rows = await shop.store.read
        .selectFrom('chat_messages')
        .select('text')
        .where('chat_id', '=', id)
        .orderBy('n')
        .execute();
      return rows.map(({ text }) => text);
    };
    /** Those that a restore took away, and that nobody still holds. */
    const lost = new Set<string>();
    const text = () => `text ${(written += 1)}`;
    const sent: { key: string; message: string }[] = [];
    const staffWrite = async () => {
      const one = { key: randomUUID(), message: text() };
      sent.push(one);
      await shop.till.post('/api/chat', { id, message: one.message }, one.key);
    };

    for (const step of order) {
      // So that nobody is told to wait.
      shop.clock.ahead += 20_000;
      switch (step) {
        case 'customer writes':
          customer.write(text());
          break;
        case 'staff write':
          await staffWrite();
          break;
        case 'both write at once':
          customer.write(text());
          await Promise.all([customer.send(false), staffWrite(), staffWrite()]);
          break;
        case 'customer sends':
          await customer.send(false);
          break;
        case 'customer sends, and the answer is lost':
          await customer.send(true);
          break;
        case 'staff send again': {
          const last = sent.at(-1);
          if (last) await shop.till.post('/api/chat', { id, message: last.message }, last.key);
          if (last) lost.delete(last.message);
          break;
        }
        case 'customer looks':
          await customer.look();
          break;
        case 'staff look':
          await staff.look();
          break;
        case 'customer reloads':
          await customer.reload();
          break;
        case 'backup':
          await backup(shop.store, file, shop.clock.now());
          break;
        case 'restore': {
          const before = await kept();
          await restore(shop.store, file);
          const after = new Set(await kept());
          const held = new Set(customer.state().unsent.map((one) => one.text));
          for (const one of before) if (!after.has(one) && !held.has(one)) lost.add(one);
          break;
        }
        default:
          step satisfies never;
      }
    }
    shop.clock.ahead += 60_000;
    // In the end everybody looks, and what is still unsent is sent.
    for (let i = 0; i < 3; i++) {
      await customer.look();
      await customer.reload();
      await customer.send(false);
      await customer.look();
      await staff.look();
    }
    const all = await kept();
    expect(customer.state().unsent).toEqual([]);
    expect(customer.state().messages.map((one) => one.text)).toEqual(all);
    expect(staff.state().messages.map((one) => one.text)).toEqual(all);
    expect(new Set(all).size).toBe(all.length);
    const wanted = Array.from({ length: written }, (_, i) => `text ${i + 1}`).filter((one) => !lost.has(one));
    expect(all.toSorted()).toEqual(wanted.toSorted());
  }

  test('customer and staff end with the same messages', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...steps), { minLength: 3, maxLength: 14 }), run),
      { numRuns: 25 },
    );
  });
});
