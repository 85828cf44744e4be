// Finds orders by what staff know of them: number, name, item, table; and by telephone where that is looked for.
import type { Order } from '../../contract/order.ts';

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** Digits as they are dialled from anywhere, whatever stands between them and whatever keyboard they come from. */
const digits = (text: string): string =>
  text
    .replaceAll(/[٠-٩]/g, (digit) => String((digit.codePointAt(0) ?? 0) - 0x660))
    .replaceAll(/\D/g, '')
    .replace(/^0+/, '');

/** So many digits are a piece of a telephone number; fewer are in every one of them. */
const pieceOfNumber = 3;

/** Every word must be found somewhere; accents and capitals do not matter. */
export function matches(order: Order, query: string, options: { phone?: boolean } = {}): boolean {
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
  if (words.every((word) => text.includes(word))) return true;
  if (options.phone !== true || order.customer?.phone === undefined) return false;
  const dialled = digits(query);
  return (
    dialled.length >= pieceOfNumber && !/\p{L}/u.test(query) && digits(order.customer.phone).includes(dialled)
  );
}
