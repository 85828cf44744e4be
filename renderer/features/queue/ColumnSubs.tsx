// The small lines beside a column's count: what is most pressing in it.
import type { OrderView } from '../../../contract/view.ts';
import { useNow } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { bandOf } from '../../ticket/bands.ts';

export function Oldest({ orders }: { orders: readonly OrderView[] }) {
  const { t, f } = useWords();
  const first = orders[0];
  const age = useNow((now) => (first ? f.age(now - Date.parse(first.order.ringAt)) : null));
  return age === null ? null : t('column.oldest', { time: age });
}

export function Urgent({ orders }: { orders: readonly OrderView[] }) {
  const { t } = useWords();
  return useNow((now) => {
    const kinds = orders.map((view) => bandOf(view, now).kind);
    const count = (kind: (typeof kinds)[number]): number => kinds.filter((other) => other === kind).length;
    const parts = [
      count('stop-cooking') > 0 ? t('column.cancelled', { count: count('stop-cooking') }) : '',
      count('changed') > 0 ? t('column.changed', { count: count('changed') }) : '',
      count('late') > 0 ? t('column.late', { count: count('late') }) : '',
      count('due') > 0 ? t('column.due', { count: count('due') }) : '',
    ];
    return parts.filter(Boolean).join(' · ');
  });
}
