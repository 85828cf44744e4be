// Whether the program may be quit from its menus, which asks in opening hours.
import { single } from './descriptor.ts';
import { choice } from './values.ts';

export const quitting = single({
  since: 2,
  value: choice(['asks', 'forbidden']),
  default: 'asks',
  shown: null,
  guide:
    'quitting asks in opening hours, or while an order waits; `forbidden` takes it off the menus. Signals, the end of the session and an administrator are never asked or held',
  stricter: (chosen, wanted) => (chosen === 'forbidden' ? chosen : wanted),
});
