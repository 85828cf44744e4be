// Names the window's screens, and what each of them must be told when it is opened.
import type { FoundOrder } from '../../contract/queries.ts';

/** A screen that needs to be told nothing. */
type Nothing = Record<never, never>;

export type Places = {
  queue: Nothing;
  setup: Nothing;
  settings: Nothing;
  leave: Nothing;
  quit: Nothing;
  closing: Nothing;
  kiosk: Nothing;
  'exit-kiosk': Nothing;
  'step-in': Nothing;
  keys: Nothing;
  health: Nothing;
  'self-test': Nothing;
  history: Nothing;
  /** `at`: the one that a notification on the desktop was about. */
  inbox: { at?: string | null };
  devices: Nothing;
  phones: Nothing;
  /** `found`: as it was looked up, for one that is not on this console. */
  order: {
    order: string;
    found?: FoundOrder | undefined;
    foundAt?: number | undefined;
    /** Another restaurant that it was found in. */
    restaurant?: string | undefined;
    /** It is opened for its chat. */
    chat?: boolean | undefined;
  };
  /** The restaurant's own. */
  chat: Nothing;
};

export type ScreenName = keyof Places;

/** What a screen's component is given: what it was told, and how it is closed. */
export type ScreenProps<N extends ScreenName> = Places[N] & { onClose: () => void };

/** The screens that can be opened from anywhere, because they need to be told nothing. */
export type PlainScreen = { [N in ScreenName]: Nothing extends Places[N] ? N : never }[ScreenName];

/** Nothing to tell, nothing to pass; what may be told may be left out. */
export type Told<N extends ScreenName> = Nothing extends Places[N] ? [told?: Places[N]] : [told: Places[N]];
