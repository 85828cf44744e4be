// The rest of the machine the console stands on: tray, badge, window, power, start at login.
import type { TrayModel } from './tray-model.ts';

export interface Tray {
  render(model: TrayModel): void;
  onChoose(listener: (choice: string) => void): void;
}

/** The number on the program's icon in a dock or taskbar, where the desktop has such a thing. */
export interface Badge {
  show(count: number): void;
}

export type WindowState = 'shown' | 'hidden' | 'none';
export interface Windows {
  /** With focus: a person asked. Without: the ladder wants it seen. */
  show(how: 'focus' | 'inactive'): void;
  /** `shown`: somebody standing before the computer may see it. */
  state(): WindowState;
  /** Told at every change, and only then. */
  onState(listener: (state: WindowState) => void): void;
  flash(on: boolean): void;
  /** As its close button does. */
  close(): void;
  toggleFullScreen(): void;
  /** Fills the screen, above everything, and cannot be closed, hidden or made smaller. */
  kiosk(on: boolean): void;
}

/** The program itself. */
export interface Program {
  /** Everything is written down, the backend is told, and it ends. */
  quit(by: 'person' | 'verb'): void;
}

export type PowerSignal = 'suspend' | 'resume' | 'lock' | 'unlock' | 'network-changed' | 'shutdown';
export interface Power {
  onSignal(listener: (signal: PowerSignal) => void): void;
  /** From falling asleep by itself. Whoever wants it to sleep still can. */
  keepAwake(on: boolean): void;
}

export interface Autostart {
  set(on: boolean): Promise<{ ok: boolean; message: string | null }>;
  /** Whether this very program would be started. */
  get(): Promise<boolean>;
}
