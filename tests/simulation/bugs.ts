// Defects as somebody might really write them: each names what it breaks and the troubles under which it has to show.
import { alertBugs } from './bugs-alerts.ts';
import { chatBugs } from './bugs-chat.ts';
import { diskBugs } from './bugs-disk.ts';
import { followingBugs } from './bugs-following.ts';
import { inboxBugs } from './bugs-inbox.ts';
import { outboxBugs } from './bugs-outbox.ts';
import { statusBugs } from './bugs-status.ts';
import { versionBugs } from './bugs-versions.ts';
import type { Bug } from './plant.ts';

export const bugs: readonly Bug[] = [
  ...followingBugs,
  ...diskBugs,
  ...alertBugs,
  ...outboxBugs,
  ...inboxBugs,
  ...chatBugs,
  ...statusBugs,
  ...versionBugs,
];
