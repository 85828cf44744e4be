// Lists the admin commands: every thing can be added, listed and revoked, and people can be joined and parted.
import { deviceAdd, deviceList, codeAdd, codeList, keyAdd, keyList, keyRevoke } from './access-commands.ts';
import { announcementAdd, announcementList, announcementRevoke } from './announcement-commands.ts';
import { revoke, type Command } from './answer.ts';
import type { Doing, Thing } from './arguments.ts';
import { personLink, personUnlink } from './link-commands.ts';
import {
  personAdd,
  personList,
  restaurantAdd,
  restaurantList,
  restaurantRevoke,
} from './restaurant-commands.ts';

export const commands: Record<Thing, Partial<Record<Doing, Command>>> = {
  restaurant: { add: restaurantAdd, list: restaurantList, revoke: restaurantRevoke },
  person: {
    add: personAdd,
    list: personList,
    revoke: revoke('person', ({ identity }, restaurant, id) => identity.endPerson(restaurant, id)),
    link: personLink,
    unlink: personUnlink,
  },
  code: {
    add: codeAdd,
    list: codeList,
    revoke: revoke('code', ({ identity }, restaurant, id) => identity.revokeCode(restaurant, id)),
  },
  announcement: { add: announcementAdd, list: announcementList, revoke: announcementRevoke },
  key: { add: keyAdd, list: keyList, revoke: keyRevoke },
  device: {
    add: deviceAdd,
    list: deviceList,
    revoke: revoke('device', ({ identity }, restaurant, id) => identity.revokeDevice(restaurant, id)),
  },
};
