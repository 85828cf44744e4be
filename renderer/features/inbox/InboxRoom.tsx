// What a person is told beside the orders, newest first: opened one by one or all at once, and what they want to hear.
import { useState } from 'react';
import type { InboxView } from '../../../contract/view.ts';
import { useBusy, useCommands, useView } from '../../app/hooks.ts';
import { useRestaurantChoice } from '../../app/restaurant-choice.ts';
import { RestaurantPicker } from '../../app/RestaurantPicker.tsx';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { AboutInbox } from './AboutInbox.tsx';
import { HearingChoices } from './HearingChoices.tsx';
import { InboxList } from './InboxList.tsx';
import { rowsElsewhere, rowsOf } from './rows.ts';
import { useOlder } from './use-older.ts';
import styles from './Inbox.module.css';

type Props = { at?: string | null; onClose: () => void };

export function InboxRoom({ at = null, onClose }: Props) {
  const { t } = useWords();
  const inbox = useView((view) => view.inbox);
  return (
    <Sheet title={t('inbox.title')} closeLabel={t('inbox.close')} side="room" onClose={onClose}>
      {inbox === null ? null : <Inbox inbox={inbox} at={at} />}
    </Sheet>
  );
}

function Inbox({ inbox, at }: { inbox: InboxView; at: string | null }) {
  const { t } = useWords();
  const choice = useRestaurantChoice();
  const { restaurant } = choice;
  const older = useOlder(restaurant);
  const [choosing, setChoosing] = useState(false);
  const rows = restaurant === null ? rowsOf(inbox, older.pages) : rowsElsewhere(older.pages);
  // What is looked at elsewhere is opened and chosen there.
  const isOwn = restaurant === null;
  return (
    <>
      <RestaurantPicker choice={choice} />
      {isOwn ? (
        <div className={styles.bar}>
          <OpenAll inbox={inbox} newest={rows[0]?.createdAt ?? null} />
          <Button look="plain" aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>
            <Icon name="bell" /> {t('inbox.hearing')}
          </Button>
        </div>
      ) : null}
      {choosing && isOwn ? (
        <HearingChoices choices={inbox.choices} />
      ) : (
        <>
          <AboutInbox older={older} elsewhere={!isOwn} />
          <InboxList key={restaurant} rows={rows} at={at} older={older} restaurant={restaurant} />
        </>
      )}
    </>
  );
}

/** What comes after the newest that is in sight stays unread. */
function OpenAll({ inbox, newest }: { inbox: InboxView; newest: string | null }) {
  const { t } = useWords();
  const commands = useCommands();
  const busy = useBusy('notifications');
  const nothing = inbox.unread === 0 || newest === null;
  return (
    <Button
      look="main"
      className={styles.main}
      busy={busy}
      aria-disabled={nothing}
      onClick={() => newest !== null && commands.openAllNotifications(newest)}
    >
      {t('inbox.openAll')}
    </Button>
  );
}
