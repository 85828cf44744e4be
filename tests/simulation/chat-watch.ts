// Watches the chats of one console: nothing missed or doubled, in one order and counted alike everywhere, deleted for good,
// and no trouble to an order.
import type { ChatView } from '../../contract/chat-view.ts';
import type { View } from '../../contract/view.ts';
import { chatMark, ownChat, type Chats, type Said } from './chats.ts';
import type { Console, World, WrittenHere } from './console.ts';
import { textsOn } from './unsealed.ts';

/** Somebody who sends each word by itself is heard once in so long. */
const betweenSoundsMs = 5000;
/** What a slow disk may take before an effect. */
const diskMs = 1000;
/** Later than that a sound would come out of nowhere. */
const soundsForMs = 4 * 60_000;

export class ChatWatch {
  readonly #machine: Console;
  readonly #world: World;
  readonly #chats: Chats;

  constructor(machine: Console, world: World, chats: Chats) {
    this.#machine = machine;
    this.#world = world;
    this.#chats = chats;
    const { onRing } = machine;
    machine.onRing = (sound) => {
      onRing(sound);
      if (sound === 'chat') this.#sounds();
    };
  }

  sample(view: View): void {
    const files = this.#machine.disk.holding(chatMark);
    if (files.length > 0) this.#violated('right ears', `${files.join(', ')} holds a message in the open`);
    for (const { messages } of view.chats) {
      const texts = messages.map(({ text }) => text).filter((text) => text !== '');
      const twice = texts.find((text, at) => texts.indexOf(text) !== at);
      if (twice !== undefined) this.#violated('chat', `“${twice}” is shown twice`);
    }
  }

  /** Everything has been well for a while. */
  settled(view: View): void {
    const named = this.#machine.toasts.find(({ toast }) => `${toast.title} ${toast.body}`.includes(chatMark));
    if (named !== undefined) this.#violated('right ears', `“${named.toast.body}” tells what was written`);
    if (this.#chats.broken) return;
    if (view.chat === null) return this.#violated('chat', 'shows no chats');
    this.#asTheBackendHasThem(view);
    this.#writtenOnce(view);
    this.#deletedForGood(view);
  }

  /** Also in a while: what came and was not seen has sounded, once no order rings any more. */
  heard(): void {
    const { view, process, rings, ended } = this.#machine;
    if (view === null || process === null || this.#chats.broken) return;
    for (const { id, unread } of view.chats) {
      const newest = unread === 0 ? undefined : this.#newestUnread(id);
      if (newest === undefined || newest.generation !== this.#world.backend.generation) continue;
      const since = Math.max(process.startedAt, ...ended.map(({ at }) => at));
      if (newest.at < since || newest.at < this.#world.timeline.now - soundsForMs) continue;
      if (!rings.some(({ at, sound }) => sound === 'chat' && at >= newest.at))
        this.#violated('chat', `“${newest.text}” was never heard`);
    }
  }

  #asTheBackendHasThem(view: View): void {
    const told = new Map(this.#chats.onScreen().map((chat) => [chat.id, chat]));
    for (const [id, { messages }] of told) {
      const shown = view.chats.find((chat) => chat.id === id);
      const all = (shown?.messages ?? []).map(lineOf);
      const theirs = messages.map(lineOf);
      // A console keeps more of them than a snapshot has.
      const ours = all.slice(Math.max(0, all.length - theirs.length));
      if (theirs.join('\n') !== ours.join('\n'))
        this.#violated('chat', `shows ${id} as ${list(ours)}, and it is ${list(theirs)}`);
      else this.#countedRight(id, shown?.unread ?? 0);
    }
    for (const { id, messages } of view.chats) {
      const left = told.has(id) ? undefined : messages.find(({ deleted }) => !deleted || !this.#isErased(id));
      if (left !== undefined) this.#violated('chat', `still shows “${left.text}” of a chat that is gone`);
    }
  }

  #isErased(id: string): boolean {
    return this.#chats.row(id).erased;
  }

  /** What a device wrote in the restaurant's own chat it may not know any more: signed out since, or never on its disk. */
  #countedRight(id: string, unread: number): void {
    const { ended, writings } = this.#machine;
    if (id === ownChat && (ended.length > 0 || writings.some((press) => this.#machine.forgot(press)))) return;
    const right = this.#chats.unread(id, (message) => this.#isMine(message));
    if (unread !== right) this.#violated('chat', `counts ${unread} unread in ${id}, and ${right} are`);
  }

  #isMine(message: string): boolean {
    const device = this.#chats.said.find((said) => said.message === message)?.device ?? '';
    return this.#machine.deviceIds().includes(device);
  }

  /** A database that was put back may have forgotten it, and a session that was ended took it along. */
  #writtenOnce(view: View): void {
    for (const { id, written } of view.chats)
      for (const { state, text, deletes } of written)
        if (state !== 'refused')
          this.#violated('chat', `${deletes ?? `“${text}”`} in ${id} is ${state} although all is well`);
    const { generation } = this.#world.backend;
    for (const press of this.#machine.writings) {
      const said = this.#chats.said.filter(({ text }) => text === press.text);
      for (const of of new Set(said.map((one) => one.generation)))
        if (said.filter((one) => one.generation === of).length > 1)
          this.#violated('chat', `“${press.text}” was written twice`);
      this.#inTheirName(press, said);
      if (!press.ok || said.length > 0 || generation > 1) continue;
      if (this.#machine.ended.length > 0 || this.#machine.forgot(press)) continue;
      if (this.#chats.refused.has(press.text)) continue;
      this.#violated('chat', `“${press.text}” was written, and the backend was never told`);
    }
    this.#inTheOrderOfWriting();
    for (const press of this.#machine.deletions) {
      if (!press.ok || generation > 1 || this.#machine.ended.length > 0 || this.#machine.forgot(press))
        continue;
      const { messages, erased } = this.#chats.row(press.chat);
      const there = messages.find(({ id }) => id === press.message);
      if (there?.deleted === false && !erased && !this.#chats.kept.has(press.message))
        this.#violated('chat', `“${there.text}” was to be deleted, and the backend was never told`);
    }
  }

  /** As whoever was stepped in, or as the device. Tried again after a refusal it is somebody else's, perhaps. */
  #inTheirName({ text, by }: WrittenHere, said: readonly Said[]): void {
    if (this.#world.backend.generation > 1 || this.#chats.refused.has(text)) return;
    const wrong = said.find(({ name }) => !by.includes(name));
    if (wrong !== undefined)
      this.#violated('chat', `“${text}” was written by ${by[0]}, and went out as ${wrong.name}’s`);
  }

  /** What was refused at first may come later. */
  #inTheOrderOfWriting(): void {
    if (this.#world.backend.generation > 1) return;
    const last = new Map<string, number>();
    for (const { chat, text } of this.#machine.writings) {
      const place = this.#chats.said.findIndex((said) => said.text === text);
      if (place < 0 || this.#chats.refused.has(text)) continue;
      if (place < (last.get(chat) ?? 0))
        this.#violated('chat', `“${text}” overtook what was written before it`);
      last.set(chat, place);
    }
  }

  #deletedForGood(view: View): void {
    const forgotten = this.#chats.forgotten();
    if (forgotten.length === 0) return;
    const shown = JSON.stringify(view.chats);
    const onDisk = textsOn(this.#machine);
    for (const { text } of forgotten) {
      if (shown.includes(text)) this.#violated('right ears', `still shows “${text}”, which was deleted`);
      if (onDisk.includes(text))
        this.#violated('right ears', `still has “${text}” on its disk, which was deleted`);
    }
  }

  #newestUnread(chat: string): Said | undefined {
    return this.#chats.said.findLast(
      (said) =>
        said.chat === chat &&
        (chat === ownChat ? !this.#isMine(said.message) : said.from === 'customer') &&
        this.#chats.row(chat).messages.some(({ id, deleted }) => id === said.message && !deleted),
    );
  }

  #sounds(): void {
    const { rings, life } = this.#machine;
    const [before, now] = rings.filter((ring) => ring.sound === 'chat' && ring.life === life).slice(-2);
    if (before !== undefined && now !== undefined && now.at - before.at < betweenSoundsMs - diskMs)
      this.#violated('chat', `sounded twice within ${Math.round(now.at - before.at)} ms`);
    // Whatever ended the bell at this moment is shown in the next.
    this.#world.timeline.after(0, () => {
      if (this.#machine.view?.bell.ringing === true) this.#violated('chat', 'sounded while an order rang');
    });
  }

  #violated(promise: string, what: string): void {
    this.#world.violated(promise, `${this.#machine.name}: ${what}`);
  }
}

const lineOf = ({
  text,
  deleted,
  from,
}: Pick<ChatView['messages'][number], 'text' | 'deleted' | 'from'>): string =>
  deleted ? `${from} (deleted)` : `${from} ${text}`;
const list = (lines: readonly string[]): string =>
  `[${lines.map((line) => line.replace(` ${chatMark}`, '')).join(', ')}]`;
