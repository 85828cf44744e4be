// The page's ticket in the document: puts words and states into the elements of index.html.
import type { TrackedOrder } from '../../../contract/events.ts';
import { usableZone } from '../../../contract/time-zone.ts';
import type { PageBell } from './bell.ts';
import { wordsFor, type Link } from './words.ts';

export type Ticket = {
  show(order: TrackedOrder, timeZone: string): void;
  link(link: Link): void;
  unknown(): void;
};

const reached = {
  new: 1,
  accepted: 2,
  ready: 3,
  collected: 3,
  rejected: 0,
  cancelled: 0,
  unknown: 0,
} as const;

export function createTicket(document: Document, languages: readonly string[], bell: PageBell): Ticket {
  const { language, words } = wordsFor(languages);
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';

  const element = (id: string): HTMLElement => {
    const found = document.getElementById(id);
    if (found === null) throw new Error(`index.html has no #${id}`);
    return found;
  };
  /** Only a changed text is written: a live region reads every write aloud. */
  const write = (id: string, text: string): void => {
    const at = element(id);
    if (at.textContent !== text) at.textContent = text;
  };
  const showBell = (open: boolean): void => {
    element('ring-me').hidden = !open || bell.armed();
    element('will-ring').hidden = !open || !bell.armed();
  };

  write('order-word', words.order);
  write('ring-me', words.ringMe);
  write('will-ring', words.willRing);
  write('unknown-title', words.unknownOrder);
  write('unknown-help', words.unknownOrderHelp);
  const steps = words.steps.map((step) => {
    const line = document.createElement('li');
    line.textContent = step;
    element('steps').append(line);
    return line;
  });
  element('ring-me').addEventListener('click', () => void bell.arm().then(() => showBell(true)));

  return {
    show(order, timeZone) {
      const waiting = order.status === 'new' || order.status === 'accepted' || order.status === 'unknown';
      element('ticket').hidden = false;
      document.body.dataset.status = order.status;
      document.title = `${order.number} · ${words.status[order.status]}`;
      write('restaurant', order.restaurant.name);
      write('number', order.number);
      write('status', words.status[order.status]);
      const promised =
        order.promisedAt === null || !waiting
          ? ''
          : words.promised(
              new Intl.DateTimeFormat(language, {
                timeStyle: 'short',
                timeZone: usableZone(timeZone),
              }).format(new Date(order.promisedAt)),
            );
      write('promised', promised);
      element('steps').hidden = reached[order.status] === 0;
      steps.forEach((step, i) => {
        step.dataset.done = String(i < reached[order.status]);
      });
      showBell(waiting);
    },
    link(link) {
      document.body.dataset.link = link;
      write('link', words.link[link]);
    },
    unknown() {
      document.title = words.unknownOrder;
      element('unknown').hidden = false;
      element('link').hidden = true;
    },
  };
}
