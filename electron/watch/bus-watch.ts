// Notices when the session bus answers nobody any more although it is there: then notifications and tray stand still, and
// only a new start helps. A bus that is gone, or never was there, is another matter: it is connected anew by itself.
import type { Clock } from '../../core/ports/clock.ts';
import type { SessionBus } from '../dbus/session-bus.ts';

const everyMs = 5000;
const withinMs = 10_000;

/** `stuck` is told once. */
export function watchBus(bus: Pick<SessionBus, 'call'>, clock: Clock, stuck: () => void): void {
  let answered = false;
  const ask = () => bus.call({ ...busItself, member: 'GetId' }, withinMs + everyMs);

  async function look(): Promise<void> {
    const asked = clock.monotonic();
    const outcome = await Promise.race([
      ask().then(
        () => 'answered' as const,
        () => 'gone' as const,
      ),
      new Promise<'silent'>((resolve) => void clock.after(withinMs, () => resolve('silent'))),
    ]);
    // While the machine slept nobody could answer.
    const late = clock.monotonic() - asked > withinMs + everyMs;
    if (outcome === 'silent' && answered && !late) return stuck();
    answered = outcome === 'answered';
    clock.after(everyMs, () => void look());
  }
  void look();
}

const busItself = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;
