// Says whether this browser can be pushed to, and if not, what somebody could do about it. Pure.

export type Surroundings = {
  /** https, or this very machine. */
  secure: boolean;
  /** It has service workers, push and notifications. */
  able: boolean;
  permission: 'default' | 'granted' | 'denied' | null;
  /** Of an iPhone or iPad: whether the page was opened from the home screen; null: another system. */
  onHomeScreen: boolean | null;
};

export const cannotPush = ['insecure', 'home-screen', 'unsupported', 'denied'] as const;
export type CannotPush = (typeof cannotPush)[number];
export type CanPush = 'yes' | CannotPush;

export function canPush({ secure, able, permission, onHomeScreen }: Surroundings): CanPush {
  // Without https no browser even says what it is able to.
  if (!secure) return 'insecure';
  if (!able) return onHomeScreen === false ? 'home-screen' : 'unsupported';
  return permission === 'denied' ? 'denied' : 'yes';
}

/** Read anew each time: somebody may have changed their mind in the browser's settings. */
export function surroundings(): Surroundings {
  const { standalone } = navigator as { standalone?: boolean };
  const able = 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;
  return {
    secure: isSecureContext,
    able,
    permission: able ? Notification.permission : null,
    onHomeScreen: standalone ?? null,
  };
}
