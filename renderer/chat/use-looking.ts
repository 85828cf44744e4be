// Tells the console whether somebody has the newest messages of a chat before their eyes: in sight, on top of everything
// else, and with somebody there who has lately moved something.
import { useEffect, type RefObject } from 'react';
import { useCommands } from '../app/hooks.ts';

/** A window that nobody has touched for so long is one that nobody reads. */
const thereForMs = 60_000;
const signs = ['pointermove', 'pointerdown', 'keydown', 'focusin', 'wheel'] as const;

/** `end`: an element right below the newest message. */
export function useLooking(chat: string, end: RefObject<HTMLElement | null>): void {
  const { lookAtChat } = useCommands();
  useEffect(() => {
    const { current } = end;
    if (current === null) return undefined;
    let inSight = false;
    let isThere = false;
    let told: boolean | null = null;
    let idle: ReturnType<typeof setTimeout> | undefined;
    function tell(): void {
      const looks =
        isThere && inSight && document.visibilityState === 'visible' && current?.closest('[inert]') === null;
      if (looks === told) return;
      told = looks;
      lookAtChat(looks ? chat : null);
    }
    function sign(): void {
      clearTimeout(idle);
      idle = setTimeout(() => {
        isThere = false;
        tell();
      }, thereForMs);
      isThere = true;
      tell();
    }
    const watch = new IntersectionObserver((seen) => {
      inSight = seen.at(-1)?.isIntersecting ?? false;
      // A new message scrolls itself into sight, whether or not anybody is there.
      tell();
    });
    watch.observe(current);
    for (const name of signs) addEventListener(name, sign, { passive: true });
    sign();
    return () => {
      watch.disconnect();
      clearTimeout(idle);
      for (const name of signs) removeEventListener(name, sign);
      lookAtChat(null);
    };
  }, [chat, end, lookAtChat]);
}
