// The promise about chats: whatever is written at whichever console is with the backend once and in order, every console
// shows what the backend has, and all of them count the same as unseen.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ledgerOf, lost, orderNo, refusal } from '../../tests/support/brain.ts';
import { chatConsole, createChatBackend, type ChatConsole } from '../../tests/support/chatting.ts';
import type { Ask } from '../asks.ts';

const orders = [orderNo(1, { status: 'accepted' }), orderNo(2, { status: 'accepted' })];
const chats = ['r1', ...orders.map(({ id }) => id)];

const who = fc.nat({ max: 1 });
const chat = fc.constantFrom(...chats);
const op = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('write', 'write-refused'), who, chat }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('customer'), who, chat: fc.constantFrom(...chats.slice(1)) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('look', 'look-away'), who, chat }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('answer', 'push', 'push-later'), who, chat }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('lose', 'lose-answer', 'busy'), who, chat }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('crash', 'reconnect', 'too-old'), who, chat }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete'), who, chat }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pass'), who, chat }) },
);

function world() {
  const backend = createChatBackend();
  let ids = 0;
  const make = () => chatConsole(backend, { ledger: ledgerOf(...orders), id: () => `id-${(ids += 1)}` });
  const consoles = [make(), make()];
  /** What was written, by console and chat, in its order. */
  const written = new Map<string, string[]>();
  const refused: string[] = [];
  let texts = 0;
  let chance = 7;
  const any = <T>(list: readonly T[]): T | undefined =>
    list[(chance = (chance * 31 + 11) % 1009) % list.length];

  function write(at: ChatConsole, who_: number, chat_: string, no: boolean): void {
    const text = `${no ? 'no' : 'yes'} ${(texts += 1)}`;
    if (!at.write(chat_, text).ok) return;
    if (no) refused.push(text);
    else written.set(`${who_} ${chat_}`, [...(written.get(`${who_} ${chat_}`) ?? []), text]);
  }
  function answer(at: ChatConsole, how: (ask: Ask) => ReturnType<ChatConsole['answerOf']>): void {
    const ask = any(at.open());
    if (ask !== undefined) at.brain.answer(ask, how(ask));
  }
  return { backend, consoles, written, refused, write, answer, any };
}

type World = ReturnType<typeof world>;

function happen(
  world_: World,
  { do: what, who: n, chat: id }: { do: string; who: number; chat: string },
): void {
  const { backend, consoles, any } = world_;
  const at = consoles[n] as ChatConsole;
  switch (what) {
    case 'write':
    case 'write-refused':
      return world_.write(at, n, id, what === 'write-refused');
    case 'customer':
      return void backend.store(id, 'customer', 'Hello');
    case 'look':
    case 'look-away':
      return at.look(what === 'look' ? id : null);
    case 'answer':
      return world_.answer(at, at.answerOf);
    case 'lose':
      return world_.answer(at, () => lost());
    case 'lose-answer':
      return world_.answer(at, (ask) => (at.answerOf(ask), lost()));
    case 'busy':
      return world_.answer(at, () => refusal(503, 'busy', 'Later.'));
    case 'too-old':
      return world_.answer(at, (ask) =>
        ask.for === 'events' ? refusal(410, 'gone', 'Too old.') : at.answerOf(ask),
      );
    case 'push':
      return at.push((at.brain.state().ledger.cursors.get('chat:r1')?.seq ?? 0) + 1);
    case 'push-later':
      return at.push(backend.events(0).length);
    case 'crash':
      return at.brain.restart();
    case 'reconnect':
      return at.listen();
    case 'delete': {
      const message = any(backend.messages(id));
      if (message !== undefined) at.brain.intend({ kind: 'chat-delete', chat: id, message: message.id });
      return undefined;
    }
    default:
      return at.brain.pass(700);
  }
}

/** The network is back, and nobody looks any more. */
function heal({ consoles }: World): void {
  for (const at of consoles) {
    at.look(null);
    at.brain.tell({
      kind: 'realtime',
      session: 'f1',
      signal: { kind: 'disconnected', code: 1006, message: null, asked: false },
    });
    at.listen();
  }
  for (let round = 0; round < 20; round += 1)
    for (const at of consoles) {
      at.answerAll();
      at.brain.pass(6000);
      at.answerAll();
    }
}

test('each message once, in order, none lost, and unseen alike on both consoles', () => {
  fc.assert(
    fc.property(fc.array(op, { maxLength: 60 }), (ops) => {
      const world_ = world();
      for (const at of world_.consoles) at.listen();
      for (const one of ops) happen(world_, one);
      heal(world_);
      const { backend, consoles, written, refused } = world_;
      for (const at of consoles)
        for (const id of chats) {
          const seen = (at.chat(id)?.messages ?? []).map(({ id: message, text, deleted }) => ({
            message,
            text,
            deleted,
          }));
          const there = backend.messages(id).slice(-50);
          expect(seen).toEqual(there.map(({ id: message, text, deleted }) => ({ message, text, deleted })));
        }
      for (const [key, texts] of written) {
        const deleted = backend.messages(key.slice(2)).filter((one) => one.deleted).length;
        const taken = backend
          .messages(key.slice(2))
          .filter(({ text }) => texts.includes(text))
          .map(({ text }) => text);
        if (deleted === 0) expect(taken).toEqual(texts);
        else expect(texts.filter((text) => taken.includes(text))).toEqual(taken);
      }
      const left = consoles.flatMap((at) => at.chats().flatMap((one) => one.written));
      expect(left.filter(({ state }) => state !== 'refused')).toEqual([]);
      expect(left.map(({ text }) => text).toSorted()).toEqual(refused.toSorted());
      const unread = consoles.map((at) => chats.slice(1).map((id) => at.chat(id)?.unread ?? 0));
      expect(unread[0]).toEqual(unread[1]);
    }),
    { numRuns: 150 },
  );
});
