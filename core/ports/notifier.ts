// Native notifications of the desktop, told by what became of each.
export type Toast = {
  /** Stays the same for one alert: raised again it replaces itself where the desktop can. */
  id: string;
  title: string;
  body: string;
  /** Whether the desktop should keep it until somebody acts. */
  sticky: boolean;
  /** What the button says that leads to it, where a desktop shows one. */
  open: string;
  /** What the button says that stops the bell; only on one that the bell rings for. */
  stopBell?: string;
};

/** `open`: the notification itself was clicked, or its button that says so. */
export type ToastButton = 'open' | 'stop-bell';

export type ToastOutcome =
  | { kind: 'shown' }
  | { kind: 'failed'; reason: string; remedy: string }
  /** The desktop said neither in time. */
  | { kind: 'unanswered'; remedy: string };

/** How this desktop shows notifications, as far as it tells. */
export type Showing = {
  /** `banner`: it shows none, so the window and the bell have to do. */
  way: 'desktop' | 'node-notifier' | 'banner';
  /** Somebody asked the desktop not to disturb: they are kept, and do not pop up. */
  quiet: boolean;
};

export interface Notifier {
  show(toast: Toast): Promise<ToastOutcome>;
  withdraw(id: string): void;
  onPress(listener: (id: string, button: ToastButton) => void): void;
  /** Told once it is known, and at every change. */
  onShowing(listener: (showing: Showing) => void): void;
}
