// One part of the settings screen: a row for each of its settings, with its name, what it does, and its control.
import { useId } from 'react';
import type { Section } from '../../../contract/settings/descriptor.ts';
import { useCommands, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { SettingControl } from './controls.tsx';
import { isLocked } from './locked.ts';
import { changeOf, shownIn, valueOf, type ShownField } from './shown.ts';
import { TryNotification } from './TryNotification.tsx';
import styles from './Settings.module.css';

export function SettingSection({ section }: { section: Section }) {
  const { t } = useWords();
  const id = useId();
  const kind = useView((view) => view.device?.kind ?? null);
  return (
    <section aria-labelledby={id} className={styles.section}>
      <h3 id={id}>{t(`settings.section.${section}`)}</h3>
      <div className={styles.rows}>
        {shownIn(section, kind).map((field) => (
          <SettingRow key={field.path} of={field} />
        ))}
        {section === 'notifications' ? <TryNotification /> : null}
      </div>
    </section>
  );
}

function SettingRow({ of }: { of: ShownField }) {
  const { t } = useWords();
  const commands = useCommands();
  const settings = useView((view) => view.settings);
  const locked = useView((view) => isLocked(view.locked, of.path));
  const id = useId();
  const about = `${id}about`;
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <label htmlFor={id}>{t(`settings.of.${of.path}.name`)}</label>
        <div id={about} className={styles.about}>
          {locked ? (
            <p className={styles.locked}>
              <Icon name="lock" /> {t('settings.byIt')}
            </p>
          ) : null}
          <p>{t(`settings.of.${of.path}.about`)}</p>
        </div>
      </div>
      <SettingControl
        id={id}
        aria-describedby={about}
        of={of}
        locked={locked}
        value={valueOf(settings, of)}
        onChange={(value) => commands.changeSettings(changeOf(settings, of, value))}
      />
    </div>
  );
}
