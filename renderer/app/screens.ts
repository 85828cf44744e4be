// The table of the window's screens: who may see each, where it is opened from, and what draws it.
import type { ComponentType, ReactNode } from 'react';
import type { ParseKeys } from 'i18next';
import type { View } from '../../contract/view.ts';
import { DevicesRoom } from '../features/devices/DevicesRoom.tsx';
import { ChatRoom } from '../features/chat/ChatRoom.tsx';
import { unreadInTeam } from '../features/chat/waiting.ts';
import { HealthSheet } from '../features/health/HealthSheet.tsx';
import { SelfTestRoom } from '../features/diagnosis/SelfTestRoom.tsx';
import { LeaveSheet } from '../features/settings/LeaveSheet.tsx';
import { HistoryRoom } from '../features/history/HistoryRoom.tsx';
import { InboxRoom } from '../features/inbox/InboxRoom.tsx';
import { PhonesSheet } from '../features/phones/PhonesSheet.tsx';
import { ClosingSheet } from '../features/leaving/ClosingSheet.tsx';
import { ExitPad, KioskSheet } from '../features/leaving/KioskSheet.tsx';
import { QuitSheet } from '../features/leaving/QuitSheet.tsx';
import { OrderSheet } from '../features/order/OrderSheet.tsx';
import { SettingsDrawer } from '../features/settings/SettingsDrawer.tsx';
import { PinPad } from '../features/person/PinPad.tsx';
import { KeyHelp } from '../features/queue/KeyHelp.tsx';
import { isManager } from '../ticket/steps.ts';
import type { IconName } from '../ui/Icon.tsx';
import { QueueHome, SetupHome } from './homes.tsx';
import { manages } from './restaurant-choice.ts';
import type { PlainScreen, ScreenName, ScreenProps } from './places.ts';

type Seen<N extends ScreenName> = {
  /** Where nobody may see it any more, it closes by itself. */
  maySee: (view: View) => boolean;
  /** Its place in the menu; none where something else opens it, or must tell it something. */
  entry: N extends PlainScreen ? Entry | null : null;
};

/** A home fills the window and holds the menu; the others lie over it and are closed again. */
type Home<N extends ScreenName> = Seen<N> & { lies: 'home'; component: ComponentType<{ menu: ReactNode }> };
type Over<N extends ScreenName> = Seen<N> & { lies: 'over'; component: ComponentType<ScreenProps<N>> };
export type Screen<N extends ScreenName> = Home<N> | Over<N>;

export type Entry = {
  icon: IconName;
  word: ParseKeys;
  /** How many things wait for somebody there. */
  badge: (view: View) => number;
};

const anybody = (): boolean => true;
/** Whoever stands before a kiosk changes nothing of how it is heard. */
export const isNoKiosk = ({ program }: View): boolean => program.kiosk !== 'on';
const nothingWaits = (): number => 0;
const isEnrolled = ({ device }: View): boolean => device !== null;

/** Signed out, but not sent away: the orders that are here stay readable. */
const isReadable = ({ status, device, orders }: View): boolean =>
  status.word === 'signed-out' ? device !== null && orders.length > 0 : status.word !== 'not-enrolled';
const managesAnywhere = ({ person, restaurants }: View): boolean =>
  isManager(person) || restaurants.some(({ role }) => manages(role));
const isOutside = ({ status: { word } }: View): boolean => word === 'not-enrolled' || word === 'signed-out';

/** In the order of the menu. */
export const screens: { readonly [N in ScreenName]: Screen<N> } = {
  queue: { lies: 'home', maySee: isReadable, entry: null, component: QueueHome },
  setup: { lies: 'home', maySee: isOutside, entry: null, component: SetupHome },
  history: {
    lies: 'over',
    maySee: isReadable,
    entry: { icon: 'history', word: 'history.title', badge: nothingWaits },
    component: HistoryRoom,
  },
  inbox: {
    lies: 'over',
    maySee: ({ inbox }) => inbox !== null,
    entry: { icon: 'message', word: 'inbox.title', badge: ({ inbox }) => inbox?.unread ?? 0 },
    component: InboxRoom,
  },
  devices: {
    lies: 'over',
    maySee: (view) => isReadable(view) && managesAnywhere(view),
    entry: { icon: 'devices', word: 'devices.title', badge: nothingWaits },
    component: DevicesRoom,
  },
  chat: {
    lies: 'over',
    maySee: ({ chat }) => chat !== null,
    entry: { icon: 'chat', word: 'chat.team', badge: unreadInTeam },
    component: ChatRoom,
  },
  phones: {
    lies: 'over',
    maySee: (view) => isReadable(view) && isManager(view.person),
    entry: { icon: 'phone', word: 'phones.title', badge: nothingWaits },
    component: PhonesSheet,
  },
  order: { lies: 'over', maySee: isReadable, entry: null, component: OrderSheet },
  'step-in': { lies: 'over', maySee: isEnrolled, entry: null, component: PinPad },
  keys: {
    lies: 'over',
    maySee: isReadable,
    entry: { icon: 'keys', word: 'keys.title', badge: nothingWaits },
    component: KeyHelp,
  },
  health: { lies: 'over', maySee: isReadable, entry: null, component: HealthSheet },
  'self-test': {
    lies: 'over',
    maySee: anybody,
    entry: { icon: 'pulse', word: 'selfTest.title', badge: nothingWaits },
    component: SelfTestRoom,
  },
  kiosk: {
    lies: 'over',
    maySee: (view) => isEnrolled(view) && isNoKiosk(view),
    entry: { icon: 'lock', word: 'kiosk.open', badge: nothingWaits },
    component: KioskSheet,
  },
  'exit-kiosk': {
    lies: 'over',
    maySee: (view) => !isNoKiosk(view),
    entry: { icon: 'lock', word: 'kiosk.exit', badge: nothingWaits },
    component: ExitPad,
  },
  quit: {
    lies: 'over',
    maySee: ({ program }) => program.quitAsked !== null,
    entry: null,
    component: QuitSheet,
  },
  closing: {
    lies: 'over',
    maySee: ({ program }) => program.closing !== null,
    entry: null,
    component: ClosingSheet,
  },
  settings: {
    lies: 'over',
    maySee: isNoKiosk,
    entry: { icon: 'gear', word: 'settings.open', badge: nothingWaits },
    component: SettingsDrawer,
  },
  leave: {
    lies: 'over',
    maySee: (view) => isEnrolled(view) && isNoKiosk(view),
    entry: null,
    component: LeaveSheet,
  },
};

export const screenNames = Object.keys(screens) as ScreenName[];

/** The home that may be seen now; the first that fits. */
export const homeOf = (view: View): ScreenName =>
  screenNames.find((name) => screens[name].lies === 'home' && screens[name].maySee(view)) ?? 'setup';

const hasEntry = (name: ScreenName): name is PlainScreen => screens[name].entry !== null;

/** What the menu offers now. */
export const entriesFor = (view: View): PlainScreen[] =>
  screenNames.filter(hasEntry).filter((name) => screens[name].maySee(view));

export const badgesOf = (view: View): number =>
  entriesFor(view).reduce((sum, name) => sum + (screens[name].entry?.badge(view) ?? 0), 0);
