// The controls of what the bell sounds like and where it comes out: each sound can be heard, each loudspeaker is named.
import { useEffect, useState } from 'react';
import { tones } from '../../../contract/settings/bell-kinds.ts';
import type { OutputChoice } from '../../../contract/settings/values.ts';
import type { Tried } from '../../app/commands.ts';
import { useBusy, useCommands, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Select, type Drawn } from './select.tsx';
import styles from './Settings.module.css';

export function ToneControl(drawn: Drawn<'tone'>) {
  const { t } = useWords();
  const commands = useCommands();
  const { of } = drawn.control;
  const [came, setCame] = useState<Tried | null>(null);
  const busy = useBusy(`try ${of}`);
  async function play(): Promise<void> {
    setCame(null);
    setCame(await commands.tryBell(of));
  }
  return (
    <div className={styles.tone}>
      <Select {...drawn} choices={tones.map((tone) => [tone, t(`settings.tone.${tone}`)])} />
      <Button
        look="plain"
        className={styles.play}
        busy={busy}
        aria-label={t('settings.play', { name: t(`settings.of.${drawn.of.path}.name`) })}
        onClick={() => void play()}
      >
        <Icon name="play" />
      </Button>
      <p role="status" className={styles.heard}>
        {came === null ? '' : <Came came={came} />}
      </p>
    </div>
  );
}

function Came({ came }: { came: Tried }) {
  const { t } = useWords();
  return came === 'played' || came === 'rings' || came === 'cut-off'
    ? t(`settings.came.${came}`)
    : t(`health.say.${came}`);
}

/** Names what is chosen although it is not there, and what is there; by its id, or by its name where IT has named it. */
export function OutputControl({ value, onChange, ...drawn }: Drawn<'output'>) {
  const { t } = useWords();
  const commands = useCommands();
  const chosen = value as OutputChoice | null;
  const [there, setThere] = useState<readonly OutputChoice[] | null>(null);
  // Loudspeakers come and go while somebody looks, which is known by what is heard.
  const sound = useView((view) => view.health.sound);
  useEffect(() => {
    let shown = true;
    void commands.bellOutputs().then((outputs) => shown && setThere(outputs));
    return () => {
      shown = false;
    };
  }, [commands, sound]);
  const known = there ?? [];
  const found =
    known.find(({ id }) => id === chosen?.id) ?? known.find(({ label }) => label === chosen?.label);
  const away = chosen !== null && found === undefined;
  return (
    <Select
      {...drawn}
      value={chosen === null ? '' : (found?.id ?? chosen.id)}
      choices={[
        ['', t('settings.output.system')],
        ...known.map(({ id, label }) => [id, label] as const),
        ...(away
          ? [
              [
                chosen.id,
                there === null ? chosen.label : t('settings.output.away', { name: chosen.label }),
              ] as const,
            ]
          : []),
      ]}
      onChange={(id) => onChange(known.find((one) => one.id === id) ?? (id === '' ? null : chosen))}
    />
  );
}
