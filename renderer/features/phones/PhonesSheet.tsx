// A manager's own phone: the QR code that adds it, and the phones that are called, with a way to take one off.
import { useState } from 'react';
import type { Response } from '../../../contract/ipc.ts';
import type { ShownPhone } from '../../../contract/queries.ts';
import { phonePlace, phonesPlace } from '../../app/commands.ts';
import { useBusy, useCommands, useNow, useProblem } from '../../app/hooks.ts';
import { useQuery } from '../../app/use-query.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Question } from '../../ui/Question.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { QrCode } from './QrCode.tsx';
import styles from './Phones.module.css';

/** Soon after a phone says that it was added it is on the list. */
const againMs = 5_000;

export function PhonesSheet({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const turn = useNow((now) => Math.floor(now / againMs));
  const list = useQuery('phones.list', 'phones', {}, String(turn));
  const phones = list.value?.phones ?? [];
  return (
    <Sheet title={t('phones.title')} closeLabel={t('phones.close')} side="end" onClose={onClose}>
      <AddPhone />
      {list.why === null ? null : <p className={styles.said}>{t(`query.${list.why}`)}</p>}
      {list.value !== null && phones.length === 0 ? <p className={styles.said}>{t('phones.none')}</p> : null}
      <ul className={styles.list} aria-label={t('phones.list')}>
        {phones.map((phone) => (
          <PhoneRow key={phone.id} phone={phone} onRemoved={list.again} />
        ))}
      </ul>
    </Sheet>
  );
}

function AddPhone() {
  const { t } = useWords();
  const commands = useCommands();
  const busy = useBusy(phonesPlace);
  const problem = useProblem(phonesPlace);
  const [link, setLink] = useState<Response<'phone.link'> | null>(null);
  return (
    <div className={styles.about}>
      <p>{t('phones.what')}</p>
      {link === null ? null : <LinkShown link={link} />}
      <Button busy={busy} onClick={() => void commands.linkPhone().then((made) => setLink(made))}>
        {t('phones.show')}
      </Button>
      <p role="status">
        {problem === null ? null : t(problem.code === 'unreachable' ? 'phones.offline' : 'phones.failed')}
      </p>
    </div>
  );
}

function LinkShown({ link: { url, expiresAt } }: { link: Response<'phone.link'> }) {
  const { t, f } = useWords();
  const isOver = useNow((now) => now >= Date.parse(expiresAt));
  if (!url.startsWith('https://')) return <p>{t('phones.insecure')}</p>;
  if (isOver) return <p>{t('phones.over')}</p>;
  return (
    <>
      <QrCode text={url} label={t('phones.picture')} />
      <p>{t('phones.scan', { time: f.clock(expiresAt) })}</p>
    </>
  );
}

function PhoneRow({ phone, onRemoved }: { phone: ShownPhone; onRemoved: () => void }) {
  const { t, f } = useWords();
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState(false);
  const now = useNow((at) => Math.floor(at / 60_000) * 60_000);
  const { name, person, addedAt, reachedAt } = phone;
  const said = [
    t('phones.added', { time: f.dayClock(addedAt, now) }),
    ...(reachedAt === null ? [] : [t('phones.reached', { time: f.dayClock(reachedAt, now) })]),
  ];
  return (
    <li className={styles.row}>
      <div className={styles.who}>
        <strong>
          {person.name} · {name}
        </strong>
        <p className={styles.small}>{said.join(' · ')}</p>
        {asking ? (
          <RemoveQuestion phone={phone} onRemoved={onRemoved} onClose={() => setAsking(false)} />
        ) : null}
      </div>
      {asking ? null : (
        <Button
          look="plain"
          // Where focus came from; else it would stand nowhere.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus={asked}
          aria-label={t('phones.remove', { name: `${person.name} · ${name}` })}
          onClick={() => {
            setAsking(true);
            setAsked(true);
          }}
        >
          <Icon name="close" />
        </Button>
      )}
    </li>
  );
}

type RemoveProps = { phone: ShownPhone; onRemoved: () => void; onClose: () => void };

function RemoveQuestion({ phone: { id, name, person }, onRemoved, onClose }: RemoveProps) {
  const { t } = useWords();
  const commands = useCommands();
  const place = phonePlace(id);
  const busy = useBusy(place);
  const problem = useProblem(place);
  const whole = `${person.name} · ${name}`;

  async function remove(): Promise<void> {
    if ((await commands.removePhone(id)) === null) onRemoved();
  }

  return (
    <Question
      label={t('phones.remove', { name: whole })}
      yes={t('phones.removeYes')}
      no={t('phones.cancel')}
      busy={busy}
      problem={
        problem === null ? null : t(problem.code === 'unreachable' ? 'query.offline' : 'phones.failed')
      }
      onYes={() => void remove()}
      onNo={() => {
        commands.forget(place);
        onClose();
      }}
    >
      {t('phones.removeSure', { name: whole })}
    </Question>
  );
}
