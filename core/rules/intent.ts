// Defines what people may ask for by window, tray or notification.
import type { Request } from '../../contract/ipc.ts';
import type { QuitBy } from '../leaving/decide-quit.ts';
import type { Order } from '../../contract/order.ts';

export type Intent =
  /** `found`: the order itself, where the book may not have it. */
  | ({ kind: 'command'; found?: Order | undefined } & Request<'order.command'>)
  | ({ kind: 'undo' } & Request<'order.undo'>)
  | { kind: 'handled'; order: string }
  | { kind: 'dismiss-refused'; order: string }
  | { kind: 'stop-bell' }
  | { kind: 'try-now' }
  | { kind: 'enrol'; url: string; code: string }
  | ({ kind: 'leave' } & Request<'device.leave'>)
  | { kind: 'step-in'; who: Request<'person.step-in'> }
  | { kind: 'step-out' }
  | ({ kind: 'open-notification' } & Request<'inbox.open'>)
  | ({ kind: 'open-all-notifications' } & Request<'inbox.open-all'>)
  | { kind: 'choose-hearing'; choice: Request<'inbox.choose'> }
  | { kind: 'change-settings'; change: Request<'settings.change'> }
  | { kind: 'dismiss-notice'; id: string }
  | ({ kind: 'chat-write' } & Request<'chat.write'>)
  | ({ kind: 'chat-delete' } & Request<'chat.delete'>)
  | ({ kind: 'chat-again' } & Request<'chat.again'>)
  | ({ kind: 'chat-drop' } & Request<'chat.drop'>)
  | ({ kind: 'chat-look' } & Request<'chat.look'>)
  | { kind: 'dismiss-announcement'; id: string }
  /** Whether they heard the bell when it was tried at opening. */
  | { kind: 'answer-opening'; heard: boolean }
  | { kind: 'quit'; by: QuitBy }
  | { kind: 'stay' }
  | { kind: 'quit-anyway' }
  /** The window's close button was pressed for the first time; it goes there. */
  | { kind: 'explain-closing'; to: 'tray' | 'minimised' }
  | { kind: 'close-window' }
  | { kind: 'full-screen' }
  | ({ kind: 'enter-kiosk' } & Request<'kiosk.enter'>)
  | ({ kind: 'lift-kiosk' } & Request<'kiosk.lift'>)
  | { kind: 'leave-kiosk' }
  /** Somebody touched the window, whatever came of it. */
  | { kind: 'touched' };
