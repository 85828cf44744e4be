// Tells by which way a notification goes next: a table over the desktop and what was tried. A way is left only when it is
// certain that nothing was shown, so that one order never has two notifications.
export type Desktop = {
  platform: NodeJS.Platform;
  /** The system says that it shows notifications. */
  supported: boolean;
  /** By a developer whom macOS knows. */
  signed: boolean;
};

export type Way = 'native' | 'node-notifier';
export type Tried = { way: Way; outcome: 'shown' | 'failed' | 'unanswered' };

/** `banner`: the window and the bell have to do. `done`: it is on the desktop. */
export type NextWay = Way | 'banner' | 'done';

export function nextWay(desktop: Desktop, last: Tried | null): NextWay {
  if (last === null) return desktop.supported ? 'native' : afterNative(desktop);
  if (last.outcome === 'shown') return 'done';
  // It may be there: another one could be the second.
  if (last.outcome === 'unanswered') return 'banner';
  return last.way === 'native' ? afterNative(desktop) : 'banner';
}

function afterNative({ platform, signed }: Desktop): NextWay {
  switch (platform) {
    case 'win32':
      return 'node-notifier';
    case 'darwin':
      // Since Electron 42 macOS shows none of an unsigned program's. A signed one fails because somebody does not allow it,
      // and what they do not allow is not shown in another program's name.
      // https://www.electronjs.org/docs/latest/tutorial/notifications
      return signed ? 'banner' : 'node-notifier';
    default:
      // On Linux node-notifier would ask the same service once more.
      return 'banner';
  }
}
