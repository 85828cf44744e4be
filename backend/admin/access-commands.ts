// Carries out the admin commands on what lets somebody in: enrolment codes, keys, devices.
import { deviceKinds } from '../../contract/api.ts';
import { writeEnrolmentCode } from '../../contract/enrolment-code.ts';
import { done, refused, type Result } from '../http/refusal.ts';
import {
  bad,
  hour,
  iso,
  noName,
  restaurantOf,
  revoke,
  state,
  table,
  type AdminParts,
  type Answer,
  type Command,
  type End,
} from './answer.ts';
import { readDuration, readUses, type Asked } from './arguments.ts';

async function makeCode(
  parts: AdminParts,
  asked: Asked,
  how: { maxUses: number | null; expiresInMs: number | null },
): Promise<Result<Answer>> {
  const restaurant = await restaurantOf(parts, asked);
  if (!restaurant.ok) return restaurant;
  const kind = deviceKinds.find((known) => known === (asked.options.kind ?? 'counter'));
  if (kind === undefined) return bad('kind', `--kind takes ${deviceKinds.join(' or ')}.`);
  const expiresAt = how.expiresInMs === null ? null : parts.now() + how.expiresInMs;
  const added = await parts.identity.addCode({
    restaurant: restaurant.value,
    label: asked.options.label,
    kind,
    maxUses: how.maxUses,
    expiresAt,
  });
  if (!added.ok) return added;
  const code = writeEnrolmentCode({ code: added.value.code, fingerprint: parts.fingerprint });
  const times = how.maxUses === null ? 'any number of times' : `${how.maxUses} time(s)`;
  return done({
    lines: [
      code,
      `Good ${times}, ${expiresAt === null ? 'without an end' : `until ${iso(expiresAt)}`}, for ${kind === 'office' ? 'an office of ' : ''}${restaurant.value}. Shown once.`,
    ],
    data: { id: added.value.id, code, expiresAt: iso(expiresAt), kind },
  });
}

export const codeAdd: Command = async (parts, asked) => {
  const maxUses = readUses(asked.options.uses ?? '1');
  const expiresInMs = readDuration(asked.options.expires ?? '7d');
  if (maxUses === undefined) return bad('uses', '--uses takes a number from 1, or unlimited.');
  if (expiresInMs === undefined) return bad('expires', '--expires takes 7d, 12h, 30m or never.');
  return makeCode(parts, asked, { maxUses, expiresInMs });
};

export const codeList: Command = async (parts, asked) => {
  const restaurant = await restaurantOf(parts, asked);
  if (!restaurant.ok) return restaurant;
  const rows = await parts.identity.codes(restaurant.value);
  return done({
    lines: table([
      ['ID', 'LABEL', 'KIND', 'USED', 'OF', 'EXPIRES', 'ACTIVE'],
      ...rows.map((row) => [
        row.id,
        row.label,
        row.kind,
        row.uses,
        row.maxUses ?? 'unlimited',
        iso(row.expiresAt) ?? 'never',
        state(row.endedAt),
      ]),
    ]),
    data: {
      codes: rows.map((row) => ({
        ...row,
        createdAt: iso(row.createdAt),
        expiresAt: iso(row.expiresAt),
        endedAt: iso(row.endedAt),
      })),
    },
  });
};

/** Good once, soon: for the console one is standing in front of. */
export const deviceAdd: Command = (parts, asked) => makeCode(parts, asked, { maxUses: 1, expiresInMs: hour });

async function keyScope(parts: AdminParts, asked: Asked): Promise<Result<string | null>> {
  return asked.options.all === true ? done(null) : restaurantOf(parts, asked);
}

export const keyAdd: Command = async (parts, asked) => {
  const { name, options } = asked;
  if (name === undefined) return noName('key');
  const scope = await keyScope(parts, asked);
  if (!scope.ok) return scope;
  if (scope.value === null && options.admin !== true)
    return bad('all', 'A sales channel’s key belongs to one restaurant. --all goes with --admin.');
  const rights = options.notify === true ? (['notify'] as const) : [];
  const added = await parts.identity.addKey(
    options.admin === true || scope.value === null
      ? { kind: 'admin', restaurant: scope.value, name, rights }
      : { kind: 'channel', restaurant: scope.value, name, rights },
  );
  if (!added.ok) return added;
  return done({
    lines: [added.value.key, `For ${scope.value ?? 'every restaurant'}. Shown once.`],
    data: added.value,
  });
};

export const keyList: Command = async (parts, asked) => {
  const scope = await keyScope(parts, asked);
  if (!scope.ok) return scope;
  const rows = await parts.identity.keys(scope.value);
  return done({
    lines: table([
      ['ID', 'NAME', 'KIND', 'RIGHTS', 'ACTIVE'],
      ...rows.map((row) => [row.id, row.name, row.kind, row.rights.join(' '), state(row.endedAt)]),
    ]),
    data: {
      keys: rows.map((row) => ({ ...row, createdAt: iso(row.createdAt), endedAt: iso(row.endedAt) })),
    },
  });
};

export const keyRevoke: Command = async (parts, asked) => {
  const scope = await keyScope(parts, asked);
  if (!scope.ok) return scope;
  const end: End = ({ identity }, restaurant, id) => identity.revokeKey(restaurant, id);
  if (scope.value !== null) return revoke('key', end)(parts, asked);
  const id = asked.name ?? '';
  return (await parts.identity.revokeKey(null, id))
    ? done({ lines: [`Ended: key ${id}.`], data: { id } })
    : refused('not-found', 'There is no such key for every restaurant, or it was ended before.');
};

export const deviceList: Command = async (parts, asked) => {
  const restaurant = await restaurantOf(parts, asked);
  if (!restaurant.ok) return restaurant;
  const rows = await parts.identity.devices(restaurant.value);
  return done({
    lines: table([
      ['ID', 'NAME', 'KIND', 'ENROLLED', 'LAST SEEN', 'LIVE', 'AUDIBLE', 'VERSION', 'WHO'],
      ...rows.map((row) => [
        row.id,
        row.name,
        row.kind,
        iso(row.enrolledAt),
        iso(row.seenAt),
        row.live ? 'yes' : 'no',
        row.audible ? 'yes' : 'no',
        row.version,
        row.person?.name ?? null,
      ]),
    ]),
    data: {
      devices: rows.map((row) => ({ ...row, enrolledAt: iso(row.enrolledAt), seenAt: iso(row.seenAt) })),
    },
  });
};
