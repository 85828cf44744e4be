// Which keys the window takes before its page: there is no menu that would have them.
import type { Input } from 'electron';

export type WindowKeys = 'quit' | 'full-screen';
type Pressed = Pick<Input, 'type' | 'key' | 'control' | 'meta' | 'alt' | 'shift' | 'isAutoRepeat'>;

/** null: the page's. */
export function keysOf(input: Pressed, platform: NodeJS.Platform): WindowKeys | null {
  if (input.type !== 'keyDown' || input.isAutoRepeat || input.alt || input.shift) return null;
  // On macOS Cmd+Q is the menu's.
  if (platform === 'darwin') return null;
  if (input.control && !input.meta && input.key.toLowerCase() === 'q') return 'quit';
  return input.key === 'F11' && !input.control && !input.meta ? 'full-screen' : null;
}
