// Draws the control of a setting, by its kind; a kind of control without a drawing does not compile.
import { useState, type ReactNode } from 'react';
import type { Control } from '../../../contract/settings/descriptor.ts';
import { languageNames } from '../../i18n/language.ts';
import { useWords } from '../../i18n/words.tsx';
import { CheckBox } from '../../ui/CheckBox.tsx';
import { marksOf, Select, type Drawn } from './select.tsx';
import { OutputControl, ToneControl } from './sound-controls.tsx';
import styles from './Settings.module.css';

const controls: { readonly [K in Control['kind']]: (drawn: Drawn<K>) => ReactNode } = {
  choice: ChoiceControl,
  language: LanguageControl,
  switch: SwitchControl,
  percent: PercentControl,
  seconds: SecondsControl,
  tone: ToneControl,
  output: OutputControl,
};

export function SettingControl(drawn: Omit<Drawn<Control['kind']>, 'control'>) {
  const { control } = drawn.of.shown;
  const Drawing = controls[control.kind] as (drawn: Drawn<Control['kind']>) => ReactNode;
  return <Drawing {...drawn} control={control} />;
}

function ChoiceControl(drawn: Drawn<'choice'>) {
  const { t } = useWords();
  const { value, path } = { value: drawn.of.field.value, path: drawn.of.path };
  const offered = value.kind === 'choice' ? value.of : [];
  // Which choices a setting has words for, their type says; here any of them is meant.
  const word = (choice: string): string =>
    t(`settings.of.${path}.is.${choice}` as 'settings.of.theme.is.dark');
  return <Select {...drawn} choices={offered.map((choice) => [choice, word(choice)])} />;
}

function LanguageControl(drawn: Drawn<'language'>) {
  const { t } = useWords();
  const choices = [
    // Every language setting has a word for this; here any of them is meant.
    ['system', t(`settings.of.${drawn.of.path}.is.system` as 'settings.of.language.is.system')] as const,
    ...Object.entries(languageNames),
  ];
  return <Select {...drawn} choices={choices} />;
}

function SecondsControl({ control, value, onChange, ...drawn }: Drawn<'seconds'>) {
  const { f } = useWords();
  const steps = [...new Set([...control.steps, Number(value)])].toSorted((a, b) => a - b);
  return (
    <Select
      {...drawn}
      value={String(value)}
      choices={steps.map((seconds) => [String(seconds), f.seconds(seconds)])}
      onChange={(seconds) => onChange(Number(seconds))}
    />
  );
}

function SwitchControl({ value, locked, onChange, ...drawn }: Drawn<'switch'>) {
  const change = (on: boolean): void => {
    if (!locked) onChange(on);
  };
  return (
    <CheckBox
      {...marksOf({ ...drawn, locked })}
      role="switch"
      className={styles.switch}
      checked={value === true}
      onChange={change}
    />
  );
}

function PercentControl({ control, value, locked, onChange, ...drawn }: Drawn<'percent'>) {
  const { f } = useWords();
  // While it is being dragged the slider follows the hand, not the answers that come behind it.
  const [held, setHeld] = useState<number | null>(null);
  const fraction = Math.max(held ?? Number(value), control.from);
  const release = (): void => setHeld(null);
  return (
    <span className={styles.slider}>
      <input
        {...marksOf({ ...drawn, locked })}
        type="range"
        min={control.from * 100}
        max={100}
        step={control.step}
        value={Math.round(fraction * 100)}
        aria-valuetext={f.percent(fraction)}
        onChange={(event) => {
          if (locked) return;
          const chosen = Number(event.target.value) / 100;
          setHeld(chosen);
          onChange(chosen);
        }}
        onPointerUp={release}
        onBlur={release}
      />
      <span className={styles.value} aria-hidden="true">
        {f.percent(fraction)}
      </span>
    </span>
  );
}
