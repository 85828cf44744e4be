// One notification in a row: its kind, its words, when and from whom. Touched, it is read whole and counts as opened.
import { toldBy, type NotificationKind } from '../../../contract/notification-kinds.ts';
import type { NotificationView } from '../../../contract/view.ts';
import { useCommands, useNow } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { useOpenOrder } from './open-order.ts';
import styles from './Inbox.module.css';

const icons: Record<NotificationKind, IconName> = {
  message: 'message',
  escalation: 'warn',
  'no-console': 'bellOff',
  'console-gone': 'screenOff',
  'webhook-failed': 'callFailed',
  announcement: 'megaphone',
};

type Props = {
  row: NotificationView;
  /** Another restaurant of theirs, where it is only looked at; null: this console's. */
  restaurant: string | null;
  isUnfolded: boolean;
  onUnfold: () => void;
};

export function InboxRow({ row, restaurant, isUnfolded, onUnfold }: Props) {
  const { t, f } = useWords();
  const commands = useCommands();
  const about = useOpenOrder(restaurant);
  const time = useNow((now) => f.dayClock(row.createdAt, now));
  const { order } = row;
  const told = toldBy(row);
  const open = (): void => {
    if (!row.opened && restaurant === null) commands.openNotification(row.id);
  };
  return (
    <li className={styles.row} data-unread={!row.opened || undefined}>
      <button
        type="button"
        className={styles.words}
        data-notification={row.id}
        aria-expanded={isUnfolded}
        onClick={() => {
          open();
          onUnfold();
        }}
      >
        <span className={styles.kind}>
          <Icon name={icons[row.kind]} />
          <span>{t(`inbox.kind.${row.kind}`)}</span>
          {row.opened ? null : <b className={styles.mark}>{t('inbox.unread')}</b>}
          <time>{time}</time>
        </span>
        <span className={styles.title}>
          <bdi>{told === null ? row.title : t(`inbox.told.${told}`, { number: order?.number ?? '' })}</bdi>
        </span>
        {row.body === '' ? null : (
          <span className={isUnfolded ? styles.whole : styles.body}>
            <bdi>{row.body}</bdi>
          </span>
        )}
        {row.from === null ? null : <small>{t('inbox.from', { name: row.from })}</small>}
      </button>
      {order === null ? null : (
        <Button
          look="plain"
          className={styles.order}
          aria-haspopup="dialog"
          onClick={() => {
            open();
            about.open(order);
          }}
        >
          <bdi>{t('order.title', { number: order.number })}</bdi>
        </Button>
      )}
      {about.why === null ? null : (
        <p className={styles.why} role="status">
          {t(`query.${about.why}`)}
        </p>
      )}
    </li>
  );
}
