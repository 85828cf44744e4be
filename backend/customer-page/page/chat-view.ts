// The chat in the document: puts messages, what is not sent, and the box to write in into the elements of index.html.
import { longestChatText, type ChatMessage } from '../../../contract/chat.ts';
import { usableZone } from '../../../contract/time-zone.ts';
import type { ChatWords } from './chat-words.ts';
import { isShown, type Conversation, type Unsent } from './conversation.ts';

export type ChatHands = {
  /** False: there was nothing in it. */
  written(text: string): boolean;
  again(key: string): void;
  discard(key: string): void;
  older(): Promise<void>;
  /** The chat came into sight. */
  seen(): void;
};
export type ChatView = {
  show(conversation: Conversation, mayWrite: boolean): void;
  listen(hands: ChatHands): void;
  /** Somebody can see it at this moment. */
  isSeen(): boolean;
};
export type ChatViewParts = {
  document: Document;
  words: ChatWords;
  language: string;
  timeZone: string;
};

/** From then on it is said how much may still be written. */
const lettersTold = 100;

export function createChatView({ document, words, language, timeZone }: ChatViewParts): ChatView {
  const element = <E extends HTMLElement = HTMLElement>(id: string): E => {
    const found = document.getElementById(id);
    if (found === null) throw new Error(`index.html has no #${id}`);
    return found as E;
  };
  const section = element('chat');
  const list = element('chat-messages');
  const log = element('chat-log');
  const box = element<HTMLTextAreaElement>('chat-text');
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: usableZone(timeZone) });
  let hands: ChatHands | null = null;
  let inSight = false;
  const lines = new Map<string, { line: HTMLElement; shown: string }>();

  const part = (name: string, className: string, text: string): HTMLElement => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };
  const button = (text: string, press: () => void): HTMLButtonElement => {
    const made = part('button', 'small', text) as HTMLButtonElement;
    made.type = 'button';
    made.addEventListener('click', press);
    return made;
  };

  /** Only what changed is written: a live region reads every write aloud. */
  function line(id: string, shown: string, fill: (line: HTMLElement) => void): HTMLElement {
    const known = lines.get(id);
    if (known?.shown === shown) return known.line;
    const made = known?.line ?? document.createElement('li');
    made.replaceChildren();
    fill(made);
    lines.set(id, { line: made, shown });
    return made;
  }

  function messageLine(message: ChatMessage): HTMLElement {
    return line(message.id, `${message.text} ${message.deleted}`, (made) => {
      made.dataset.from = message.from;
      made.dataset.deleted = String(message.deleted);
      const who = part('p', 'who', '');
      const name = part('bdi', '', message.from === 'staff' ? message.username : words.you);
      const time = part('time', '', clock.format(new Date(message.at))) as HTMLTimeElement;
      time.dateTime = message.at;
      who.append(name, ' ', time);
      const text = part('p', 'text', message.deleted ? words.deleted : message.text);
      if (!message.deleted) text.dir = 'auto';
      made.append(who, text);
    });
  }

  function unsentLine({ key, text, state }: Unsent): HTMLElement {
    return line(key, state.kind, (made) => {
      made.dataset.from = 'customer';
      made.dataset.unsent = state.kind;
      const said = part('p', 'text', text);
      said.dir = 'auto';
      made.append(part('p', 'who', words.you), said);
      if (state.kind === 'waiting') made.append(part('p', 'state', words.waiting));
      if (state.kind !== 'refused') return;
      made.append(part('p', 'state', words.refused));
      made.append(
        button(words.again, () => hands?.again(key)),
        ' ',
        button(words.discard, () => {
          hands?.discard(key);
          box.focus();
        }),
      );
    });
  }

  function place(wanted: readonly HTMLElement[]): void {
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    const keep = new Set(wanted);
    for (const [id, { line: one }] of lines)
      if (!keep.has(one)) {
        one.remove();
        lines.delete(id);
      }
    for (const [i, one] of wanted.entries())
      if (list.children[i] !== one) list.insertBefore(one, list.children[i] ?? null);
    if (atEnd) log.scrollTop = log.scrollHeight;
  }

  function countLetters(): void {
    const left = longestChatText - box.value.length;
    element('chat-left').textContent = left <= lettersTold ? words.left(left) : '';
  }

  function writeDown(text: string): void {
    if (hands?.written(text) !== true) return;
    log.scrollTop = log.scrollHeight;
  }

  element('chat-title').textContent = words.title;
  element('chat-older').textContent = words.older;
  element('chat-label').textContent = words.write;
  element('chat-send').textContent = words.send;
  element('chat-closed').textContent = words.closed;
  box.maxLength = longestChatText;
  for (const text of words.ready) element('chat-ready').append(button(text, () => writeDown(text)));
  box.addEventListener('input', countLetters);
  box.addEventListener('keydown', (event) => {
    // While letters are put together, Enter belongs to that.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    element<HTMLFormElement>('chat-form').requestSubmit();
  });
  element('chat-form').addEventListener('submit', (event) => {
    event.preventDefault();
    writeDown(box.value);
    box.value = '';
    countLetters();
    box.focus();
  });
  element('chat-older').addEventListener('click', () => void hands?.older());
  const isSeen = () => inSight && document.visibilityState === 'visible';
  new IntersectionObserver((seen) => {
    inSight = seen.at(-1)?.isIntersecting === true;
    if (isSeen()) hands?.seen();
  }).observe(section);
  document.addEventListener('visibilitychange', () => {
    if (isSeen()) hands?.seen();
  });

  return {
    show(conversation, mayWrite) {
      section.hidden = !isShown(conversation);
      element('chat-older').hidden = !conversation.more;
      element('chat-form').hidden = !mayWrite;
      element('chat-ready').hidden = !mayWrite;
      element('chat-closed').hidden = mayWrite || conversation.messages.length === 0;
      place([...conversation.messages.map(messageLine), ...conversation.unsent.map(unsentLine)]);
    },
    listen: (given) => void (hands = given),
    isSeen,
  };
}
