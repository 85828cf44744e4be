// Shows a number on the program's icon: in the dock of macOS, and on Linux where a launcher of Unity's kind runs. Windows has
// no such number. https://www.electronjs.org/docs/latest/api/app#appsetbadgecountcount-linux-macos
import type { App } from 'electron';
import type { Badge } from '../../core/ports/desktop.ts';

export function createBadge(app: Pick<App, 'setBadgeCount'>, platform: NodeJS.Platform): Badge {
  return {
    show(count) {
      if (platform !== 'win32') app.setBadgeCount(count);
    },
  };
}
