// What a person can do about notifications that do not show, in the words of each system's settings.
const remedies: Readonly<Record<'linux' | 'win32' | 'darwin', Record<'failed' | 'unanswered', string>>> = {
  linux: {
    failed:
      'No notification service answers on this desktop. Install or start one, such as dunst, mako or xfce4-notifyd, and sign in again. The bell and the window work without it.',
    unanswered:
      'The desktop’s notification service is running but does not answer. Restart it, or sign out and in again. The bell and the window work without it.',
  },
  win32: {
    failed:
      'Open Settings, System, Notifications: switch notifications on, switch them on for Counterbell, and end “Do not disturb”.',
    unanswered:
      'Windows did not say whether it showed the notification. Open Settings, System, Notifications, and look whether Counterbell is switched on there.',
  },
  darwin: {
    failed:
      'Open System Settings, Notifications, Counterbell, and allow notifications. A copy of Counterbell that is not signed is never allowed to show any.',
    unanswered:
      'macOS did not say whether it showed the notification. Open System Settings, Notifications, Counterbell, and allow notifications there; look whether a Focus is on.',
  },
};

export function remedyFor(outcome: 'failed' | 'unanswered', platform: NodeJS.Platform): string {
  return remedies[platform === 'win32' || platform === 'darwin' ? platform : 'linux'][outcome];
}
