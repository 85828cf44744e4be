// What is asked and said before the program or its window goes, and the kiosk, as the window may show them.
import type { IpcError } from '../../contract/ipc.ts';
import type { View } from '../../contract/view.ts';
import { now, view, type Scene } from './fixtures.ts';

const still: View['program'] = { quitAsked: null, closing: null, kiosk: 'off', exitCode: null, codeAsked: 0 };
const inThe = (language: View['settings']['language'], more: Partial<View['settings']> = {}) => ({
  ...view().settings,
  language,
  ...more,
});
const dark = { theme: 'dark' } as const;
const scene = (
  program: Partial<View['program']>,
  settings = view().settings,
  more: Partial<Scene> = {},
): Scene => ({
  view: view({ program: { ...still, ...program }, settings }),
  // What opens by itself is looked at as what somebody opened.
  press: ['dialog h2'],
  ...more,
});
const quitting = { quitAsked: { until: new Date(now + 24_000).toISOString() } };
const wrong: IpcError = { code: 'wrong-secret', message: '' };
const menu = 'header [aria-haspopup="menu"]';
const kiosk = [menu, '[data-choice="kiosk"]'];
const typed = ['1', '2', '3', '4', '5', '6'].map((digit) => `dialog button span:text-is("${digit}")`);

export const leavingScenes = (): Record<string, Scene> => ({
  quitting: scene(quitting),
  'quitting-german-dark': scene(quitting, inThe('de', dark)),
  'quitting-arabic': scene(quitting, inThe('ar')),
  'quitting-small-french': scene(quitting, inThe('fr', dark), { size: [360, 640] }),
  closing: scene({ closing: 'tray' }, inThe('en', dark)),
  'closing-german': scene({ closing: 'minimised' }, inThe('de')),
  'closing-arabic': scene({ closing: 'tray' }, inThe('ar', dark)),
  'quitting-menu': scene({}, inThe('de'), { press: [menu] }),
  kiosk: scene({}, inThe('en'), { press: kiosk }),
  'kiosk-lifted-german-dark': scene({ kiosk: 'lifted', exitCode: 'own' }, inThe('de', dark), {
    press: kiosk,
  }),
  'kiosk-lifted-arabic': scene({ kiosk: 'lifted', exitCode: 'policy' }, inThe('ar'), { press: kiosk }),
  'kiosk-menu': scene({ kiosk: 'on', exitCode: 'policy' }, inThe('en', dark), { press: [menu] }),
  'kiosk-exit': scene({ kiosk: 'on', exitCode: 'policy', codeAsked: 1 }, inThe('en', dark)),
  'kiosk-exit-wrong-arabic': scene({ kiosk: 'on', exitCode: 'policy', codeAsked: 1 }, inThe('ar'), {
    press: [...typed, 'dialog [type="submit"]'],
    refuse: { liftKiosk: wrong },
  }),
  'kiosk-choose-german': scene({}, inThe('de'), { press: [...kiosk, 'dialog button >> nth=-1'] }),
});
