// Carries out the admin commands on announcements.
import { newAnnouncement } from '../../contract/announcements.ts';
import {
  announce,
  currentAnnouncements,
  endAnnouncement,
  endOutOfReach,
} from '../announcements/announcements.ts';
import { done, refused } from '../http/refusal.ts';
import { bad, iso, restaurantOf, table, wrong, type AdminParts, type Command } from './answer.ts';
import { readDuration, type Asked } from './arguments.ts';
import type { Result } from '../http/refusal.ts';

const whichOf = async (parts: AdminParts, asked: Asked): Promise<Result<string | null>> =>
  asked.options.all === true ? done(null) : restaurantOf(parts, asked);

export const announcementAdd: Command = async (parts, asked) => {
  if (asked.name === undefined) return bad('text', 'Say what is announced: admin announcement add "TEXT".');
  const lasts = readDuration(asked.options.expires ?? 'never');
  if (lasts === undefined) return bad('expires', '--expires takes 7d, 12h, 30m or never.');
  const read = newAnnouncement.safeParse({ text: asked.name });
  if (!read.success) return wrong(read.error);
  const restaurant = await whichOf(parts, asked);
  if (!restaurant.ok) return restaurant;
  const now = parts.now();
  const until = lasts === null ? null : now + lasts;
  const tooFar = endOutOfReach(until, now);
  if (tooFar !== null) return bad('expires', tooFar);
  const wanted = { restaurant: restaurant.value, text: read.data.text, until, from: undefined };
  const { announcement } = await parts.log.write((tx, append) =>
    announce(tx, append, wanted, now, parts.notifyAll),
  );
  return done({
    lines: [
      `Announced ${restaurant.value === null ? 'at every restaurant' : `at ${restaurant.value}`}, ` +
        `${until === null ? 'until it is ended' : `until ${iso(until)}`}: admin announcement revoke ${announcement.id}`,
    ],
    data: { id: announcement.id },
  });
};

export const announcementList: Command = async (parts, asked) => {
  const restaurant = await whichOf(parts, asked);
  if (!restaurant.ok) return restaurant;
  const announcements = await currentAnnouncements(parts.store.read, restaurant.value, parts.now());
  return done({
    lines: table([
      ['ID', 'FOR', 'SINCE', 'UNTIL', 'TEXT'],
      ...announcements.map(({ id, to, at, until, text }) => [
        id,
        to,
        at,
        until,
        text.replaceAll(/\s+/g, ' '),
      ]),
    ]),
    data: { announcements },
  });
};

export const announcementRevoke: Command = async ({ log, now }, { name }) => {
  if (name === undefined) return bad('id', 'Say its id; admin announcement list shows them.');
  const ended = await log.write((tx, append) => endAnnouncement(tx, append, name, now()));
  return ended
    ? done({ lines: [`Ended: announcement ${name}.`], data: { id: name } })
    : refused('not-found', 'There is no such announcement, or it has ended.');
};
