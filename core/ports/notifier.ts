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
};

export type ToastOutcome =
  | { kind: 'shown' }
  | { kind: 'failed'; reason: string; remedy: string }
  /** The desktop said neither in time. */
  | { kind: 'unanswered'; remedy: string };

export interface Notifier {
  show(toast: Toast): Promise<ToastOutcome>;
  withdraw(id: string): void;
  onClick(listener: (id: string) => void): void;
}
