// Reads the arguments of the admin commands; what is not understood is said, with the line that would be.
import { parseArgs } from 'node:util';

export const things = ['restaurant', 'person', 'code', 'key', 'device', 'announcement'] as const;
export const doings = ['add', 'list', 'revoke', 'link', 'unlink'] as const;
export type Thing = (typeof things)[number];
export type Doing = (typeof doings)[number];

const options = {
  restaurant: { type: 'string' },
  all: { type: 'boolean' },
  id: { type: 'string' },
  zone: { type: 'string' },
  currency: { type: 'string' },
  role: { type: 'string' },
  email: { type: 'string' },
  'pin-stdin': { type: 'boolean' },
  'password-stdin': { type: 'boolean' },
  uses: { type: 'string' },
  expires: { type: 'string' },
  label: { type: 'string' },
  kind: { type: 'string' },
  with: { type: 'string' },
  admin: { type: 'boolean' },
  notify: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values'];
export type Asked = { thing: Thing; doing: Doing; name: string | undefined; options: Values };

export const usage = `Usage: npm run backend -- admin THING add|list|revoke [options]

  restaurant add NAME [--id ID] [--zone Europe/Berlin] [--currency EUR]
  person add NAME [--role counter|manager|admin] [--email ADDRESS]
             [--pin-stdin] [--password-stdin]     without either a PIN is made up and printed
  person link ID --with ID     the same human's role in another restaurant; person unlink ID parts them again
  code add [--kind counter|office] [--uses N|unlimited] [--expires 7d|12h|never] [--label TEXT]
             default: once, 7 days, for a counter; what enrols as an office reads and acts but does not ring
  key add NAME [--admin] [--all] [--notify]
             a sales channel's key; --admin: an administrator's; --all: every restaurant; --notify: may notify people
  device add [--kind counter|office] [--label TEXT]     makes a code that is good once within the hour; the device adds itself with it
  announcement add TEXT [--expires 7d|12h|never] [--all]     on every console there; --all: at every restaurant

  restaurant|person|code|key|device|announcement list
  restaurant|person|code|key|device|announcement revoke ID

  --restaurant ID   which one; needed as soon as there are several
  --json            machine-readable output

DATABASE_URL says which database, as for the backend itself. A running backend need not be stopped.`;

export type Read = { ok: true; asked: Asked } | { ok: false; why: string };

const isOneOf = <T extends string>(list: readonly T[], value: string | undefined): value is T =>
  (list as readonly (string | undefined)[]).includes(value);

export function readArguments(args: string[]): Read {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [thing, doing, name, ...rest] = positionals;
    if (values.help === true || thing === undefined) return { ok: false, why: '' };
    if (!isOneOf(things, thing)) return { ok: false, why: `"${thing}" is none of ${things.join(', ')}.` };
    if (!isOneOf(doings, doing))
      return { ok: false, why: `Say what to do with the ${thing}: ${doings.join(', ')}.` };
    if (rest.length > 0)
      return { ok: false, why: `Too many words: ${rest.join(' ')}. Put a name with blanks in quotes.` };
    return { ok: true, asked: { thing, doing, name, options: values } };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `7d`, `12h`, `30m` in milliseconds; null for never; undefined when it is none of these. */
export function readDuration(text: string): number | null | undefined {
  if (text === 'never') return null;
  const match = /^(\d{1,4})([mhd])$/.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * units[match[2] as keyof typeof units];
}

/** `unlimited` is null; undefined when it is no number from 1. */
export function readUses(text: string): number | null | undefined {
  if (text === 'unlimited') return null;
  return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined;
}
