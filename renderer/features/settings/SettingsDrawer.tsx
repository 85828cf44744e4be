// What may be set on this console; what IT has fixed is shown and cannot be changed.
import { useId, useState, type ReactNode } from 'react';
import type { Settings } from '../../../contract/settings.ts';
import { useCommands, useNavigation, useView } from '../../app/hooks.ts';
import { languageNames } from '../../i18n/language.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { isLocked } from './locked.ts';
import styles from './Settings.module.css';

const snoozeChoices = [15, 30, 45, 60, 90, 120, 180];

export function SettingsDrawer({ onClose }: { onClose: () => void }) {
  const { t, f } = useWords();
  const commands = useCommands();
  const settings = useView((view) => view.settings);
  const change = commands.changeSettings;
  const snoozes = [...new Set([...snoozeChoices, settings.bell.snoozeSeconds])].toSorted((a, b) => a - b);
  const languages: [Settings['language'], string][] = [
    ['system', t('settings.system')],
    ...(Object.entries(languageNames) as [Settings['language'], string][]),
  ];
  return (
    <Sheet title={t('settings.title')} closeLabel={t('settings.close')} side="end" onClose={onClose}>
      <Row name="language" label={t('settings.language')}>
        {(id, locked) => (
          <Select
            id={id}
            locked={locked}
            value={settings.language}
            choices={languages}
            onChange={(language) => change({ language })}
          />
        )}
      </Row>
      <Row name="theme" label={t('settings.theme')}>
        {(id, locked) => (
          <Select
            id={id}
            locked={locked}
            value={settings.theme}
            choices={[
              ['system', t('settings.system')],
              ['light', t('settings.light')],
              ['dark', t('settings.dark')],
            ]}
            onChange={(theme) => change({ theme })}
          />
        )}
      </Row>
      <Row name="density" label={t('settings.density')}>
        {(id, locked) => (
          <Select
            id={id}
            locked={locked}
            value={settings.density}
            choices={[
              ['normal', t('settings.normal')],
              ['wall', t('settings.wall')],
            ]}
            onChange={(density) => change({ density })}
          />
        )}
      </Row>
      <Volume />
      <Row name="bell.snoozeSeconds" label={t('settings.snooze')}>
        {(id, locked) => (
          <Select
            id={id}
            locked={locked}
            value={String(settings.bell.snoozeSeconds)}
            choices={snoozes.map((seconds) => [String(seconds), f.seconds(seconds)])}
            onChange={(seconds) => change({ bell: { ...settings.bell, snoozeSeconds: Number(seconds) } })}
          />
        )}
      </Row>
      <Row name="startAtLogin" label={t('settings.startAtLogin')}>
        {(id, locked) => (
          <input
            id={id}
            type="checkbox"
            role="switch"
            className={styles.switch}
            disabled={locked}
            checked={settings.startAtLogin}
            onChange={(event) => change({ startAtLogin: event.target.checked })}
          />
        )}
      </Row>
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

function Volume() {
  const { t, f } = useWords();
  const commands = useCommands();
  const bell = useView((view) => view.settings.bell);
  // While it is being dragged the slider follows the hand, not the answers that come behind it.
  const [held, setHeld] = useState<number | null>(null);
  const volume = held ?? bell.volume;
  const release = (): void => setHeld(null);
  return (
    <Row name="bell.volume" label={t('settings.volume')} value={f.percent(volume)}>
      {(id, locked) => (
        <input
          id={id}
          type="range"
          min={0}
          max={100}
          step={5}
          disabled={locked}
          value={Math.round(volume * 100)}
          onChange={(event) => {
            const chosen = Number(event.target.value) / 100;
            setHeld(chosen);
            commands.changeSettings({ bell: { ...bell, volume: chosen } });
          }}
          onPointerUp={release}
          onBlur={release}
        />
      )}
    </Row>
  );
}

type RowProps = {
  name: string;
  label: string;
  value?: string;
  children: (id: string, locked: boolean) => ReactNode;
};

function Row({ name, label, value, children }: RowProps) {
  const { t } = useWords();
  const id = useId();
  const locked = useView((view) => isLocked(view.locked, name));
  return (
    <div className={styles.row}>
      <label htmlFor={id}>
        {label} {value === undefined ? null : <span className={styles.value}>{value}</span>}
        {locked ? (
          <span className={styles.locked}>
            <Icon name="lock" /> {t('settings.byIt')}
          </span>
        ) : null}
      </label>
      {children(id, locked)}
    </div>
  );
}

type SelectProps<T extends string> = {
  id: string;
  locked: boolean;
  value: T;
  choices: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
};

function Select<T extends string>({ id, locked, value, choices, onChange }: SelectProps<T>) {
  return (
    <select id={id} disabled={locked} value={value} onChange={(event) => onChange(event.target.value as T)}>
      {choices.map(([choice, label]) => (
        <option key={choice} value={choice}>
          {label}
        </option>
      ))}
    </select>
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
    <dl className={styles.about}>
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
