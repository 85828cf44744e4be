// Stepping in by PIN.
import { useCommands } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { CodePad } from '../../pad/CodePad.tsx';
import { shortestPin } from '../../pad/typed.ts';

export function PinPad({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const commands = useCommands();
  return (
    <CodePad
      title={t('person.stepIn')}
      why={t('person.why')}
      label={t('person.pin')}
      shortest={shortestPin}
      tooShort={t('person.tooShort', { count: shortestPin })}
      said={{ unreachable: t('person.unreachable') }}
      enter={commands.stepIn}
      onTaken={onClose}
      onClose={onClose}
    />
  );
}
