// Finds orders by what staff know of them: number, name, item, table.
import type { OrderView } from '../../../contract/view.ts';

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** Every word must be found somewhere; accents and capitals do not matter. */
export function matches({ order }: OrderView, query: string): boolean {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const place = order.fulfilment.kind === 'dine-in' ? order.fulfilment.table : '';
  const text = plain(
    [
      order.number,
      order.customer?.name ?? '',
      order.channel,
      place,
      ...order.items.map((item) => item.name),
    ].join('\n'),
  );
  return words.every((word) => text.includes(word));
}
