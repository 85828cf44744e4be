// The word and the sign of each band: colour is never the only sign.
import { useWords } from '../i18n/words.tsx';
import type { IconName } from '../ui/Icon.tsx';
import type { Band } from './bands.ts';

export const bandIcons: Record<Band['kind'], IconName> = {
  new: 'bell',
  'in-time': 'clock',
  preparing: 'clock',
  due: 'clock',
  late: 'warn',
  ready: 'check',
  undo: 'check',
  unknown: 'warn',
  later: 'calendar',
  'stop-cooking': 'cross',
  changed: 'pen',
  collected: 'check',
  rejected: 'cross',
  cancelled: 'cross',
};

export function useBandWord(kind: Band['kind']): string {
  const { t } = useWords();
  switch (kind) {
    case 'in-time':
      return t('band.inTime');
    case 'undo':
      return t('band.ready');
    case 'stop-cooking':
      return t('band.stopCooking');
    default:
      return t(`band.${kind}`);
  }
}
