// What may be set on this console; what IT has fixed is shown and cannot be changed.
import { sections } from '../../../contract/settings/descriptor.ts';
import { useNavigation, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SettingSection } from './SettingSection.tsx';
import styles from './Settings.module.css';

export function SettingsDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  return (
    <Sheet title={t('settings.title')} closeLabel={t('settings.close')} side="end" onClose={onClose}>
      {sections.map((section) => (
        <SettingSection key={section} section={section} />
      ))}
      <About />
      <Leave />
    </Sheet>
  );
}

function Leave() {
  const { t } = useWords();
  const navigation = useNavigation();
  const enrolled = useView((view) => view.device !== null);
  if (!enrolled) return null;
  return (
    <Button look="plain" aria-haspopup="dialog" onClick={() => navigation.open('leave')}>
      {t('leave.open')}
    </Button>
  );
}

function About() {
  const { t } = useWords();
  const restaurant = useView((view) => view.restaurant?.name ?? null);
  const device = useView((view) => view.device?.name ?? null);
  const person = useView((view) => view.person?.name ?? null);
  const lines = [
    ['restaurant', restaurant],
    ['device', device],
    ['person', person],
  ] as const;
  return (
    <dl className={styles.facts}>
      {lines.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{t(`settings.${name}`)}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}
