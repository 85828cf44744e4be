// Decides what of a push is shown: as a notification, or by the page itself where somebody is looking at it. Pure.
import { pushWordsFor, type PushWords } from './words.ts';

/** As much of a push as is shown. Read here by hand: the worker is a few kilobytes that every push starts. */
export type Told = {
  id: string;
  kind: string;
  title: string;
  body: string;
  restaurant: string;
  order: { id: string; number: string } | null;
  path: string | null;
};

const text = (value: unknown, most: number): string =>
  typeof value === 'string' ? value.slice(0, most) : '';

/** null: nothing that this worker could show. */
export function readTold(wire: unknown): Told | null {
  if (typeof wire !== 'object' || wire === null) return null;
  const { id, kind, title, body, restaurant, order, path } = wire as Record<string, unknown>;
  const { id: orderId, number } = (typeof order === 'object' && order !== null ? order : {}) as Record<
    string,
    unknown
  >;
  const told: Told = {
    id: text(id, 64),
    kind: text(kind, 40),
    title: text(title, 200),
    body: text(body, 600),
    restaurant: text(restaurant, 80),
    order:
      typeof orderId === 'string' && typeof number === 'string'
        ? { id: text(orderId, 64), number: text(number, 12) }
        : null,
    path: typeof path === 'string' && /^\/[\w/.-]{1,400}$/.test(path) && !path.includes('//') ? path : null,
  };
  return told.id === '' || told.title === '' ? null : told;
}

export type Shown = {
  title: string;
  options: {
    body: string;
    lang: string;
    dir: 'ltr' | 'rtl';
    /** What comes later about the same takes its place. */
    tag: string;
    renotify: boolean;
    requireInteraction: boolean;
    icon: string;
    data: { id: string; path: string | null };
  };
};

/** `before`: the ids of what is shown already. The same push may come twice; it alerts once. */
export function shownOf(told: Told, languages: readonly string[], before: readonly string[]): Shown {
  const { language, words } = pushWordsFor(languages);
  const own = ownTitle(told, words);
  return {
    title: own ?? told.title,
    options: {
      body: [told.restaurant, own === null ? told.body : ''].filter(Boolean).join(' · '),
      lang: own === null ? '' : language,
      dir: own !== null && language === 'ar' ? 'rtl' : 'ltr',
      tag: told.order?.id ?? told.kind,
      renotify: !before.includes(told.id),
      requireInteraction: told.kind !== 'message' && told.kind !== 'announcement',
      icon: './assets/256x256.png',
      data: { id: told.id, path: told.path },
    },
  };
}

function ownTitle({ kind, order }: Told, words: PushWords): string | null {
  if (kind === 'no-console') return words.unheard;
  if (order === null) return null;
  if (kind === 'order.ready') return words.ready(order.number);
  return kind === 'escalation' ? words.waits(order.number) : null;
}

/** Somebody is looking at the page that it is about: it rings by itself, and a notification would say it twice. */
export function isInSight(told: Told, windows: readonly { url: string; visibilityState: string }[]): boolean {
  return (
    told.path !== null &&
    windows.some(
      ({ url, visibilityState }) => visibilityState === 'visible' && new URL(url).pathname === told.path,
    )
  );
}
