// Every step of the schema, in order. A step that has been released is never changed: add the next one.
import type { Migration } from 'kysely/migration';
import * as log from './001_log.ts';
import * as identity from './002_identity.ts';
import * as installs from './003_installs.ts';
import * as inboxes from './004_inboxes.ts';
import * as search from './005_search.ts';
import * as notifications from './006_notifications.ts';
import * as chat from './007_chat.ts';
import * as announcements from './008_announcements.ts';
import * as devices from './009_devices.ts';
import * as push from './010_push.ts';
import * as farewells from './011_farewells.ts';
import * as closedBefore from './012_closed_before.ts';

export const migrations: Record<string, Migration> = {
  '001_log': log,
  '002_identity': identity,
  '003_installs': installs,
  '004_inboxes': inboxes,
  '005_search': search,
  '006_notifications': notifications,
  '007_chat': chat,
  '008_announcements': announcements,
  '009_devices': devices,
  '010_push': push,
  '011_farewells': farewells,
  '012_closed_before': closedBefore,
};
