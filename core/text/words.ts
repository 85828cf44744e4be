// Lists what there is to say outside of the window, in notifications and in the tray: written once per language.
import type { ToldKind } from '../../contract/notification-kinds.ts';
import type { StatusView } from '../../contract/view.ts';
import type { Plural } from '../../contract/words/words.ts';

export type Words = {
  /** Between the items of an enumeration. */
  comma: string;
  toast: {
    placed: string;
    due: string;
    unaccepted: string;
    cancelled: string;
    changed: string;
    later: string;
    unknownOrder: string;
    unknownOrderHint: string;
    cameIn: Plural;
    /** Goes on behind `cameIn`. */
    andOldest: string;
    /** What a backend tells people by itself. */
    told: Record<ToldKind, string>;
    /** Several that a person is told beside the orders. */
    messages: Plural;
    table: string;
    pickUp: string;
    delivery: string;
    /** Somebody has written; behind it stand numbers only. */
    chat: string;
    /** The chat among the restaurant's own people. */
    chatOwn: string;
    /** Somebody wants to see how one looks. */
    test: string;
    testHint: string;
  };
  tray: {
    waiting: Plural;
    /** Unread, of whoever is stepped in. */
    messages: Plural;
    open: string;
    order: string;
    stopBell: string;
    tryNow: string;
    quit: string;
    leaveKiosk: string;
    /** Instead of it, where IT does not want it. */
    noQuit: string;
  };
  status: Record<StatusView['word'], string>;
};
