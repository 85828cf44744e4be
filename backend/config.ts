// Reads what the environment and the command line ask for, once, and refuses with a sentence what makes no sense.
import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { PlainError } from './process/plain-error.ts';
import type { ChannelTemplates } from '../contract/streams.ts';
import type { TlsWish } from './http/tls.ts';
import { readChannels } from './streams/channel-names.ts';
import { readAliases, type EventAliases } from './streams/event-aliases.ts';

const flag = z
  .enum(['1', 'true', 'yes', '0', 'false', 'no'])
  .transform((word) => /^(?:1|true|yes)$/.test(word));
const whole = (least: number, most: number) => {
  const error = `is a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};

const words = (text: string) => text.split(/[\s,]+/).filter(Boolean);
const each = (good: (word: string) => boolean) => (text: string) => words(text).every(good);

/** As browsers send it; anything else would never be equal to what they send. */
function isOrigin(word: string): boolean {
  return /^https?:/.test(word) && URL.canParse(word) && new URL(word).origin === word;
}

function isAddressOrRange(word: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(word)) return true;
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(word) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits ?? 0) <= (version === 4 ? 32 : 128);
}

const environment = z.object({
  PORT: whole(0, 65_535).optional(),
  HOST: z.string().min(1).optional(),
  DATABASE_URL: z.string().min(1).optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'is not an http or https address' }).optional(),
  TLS_CERT: z.string().min(1).optional(),
  TLS_KEY: z.string().min(1).optional(),
  COUNTERBELL_DATA_DIR: z.string().min(1).default('data'),
  PUSHER_APP_ID: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,60}$/, { error: 'is letters, digits and dashes' })
    .default('1'),
  PUSHER_KEY: z.string().min(1).max(100).optional(),
  PUSHER_SECRET: z.string().min(1).max(200).optional(),
  PUSHER_CLUSTER: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional(),
  PUSHER_HOST: z.string().min(1).max(255).optional(),
  PUSHER_PORT: whole(1, 65_535).optional(),
  PUSHER_TLS: flag.optional(),
  PUSHER_WS_HOST: z.string().min(1).max(255).optional(),
  PUSHER_WS_PORT: whole(1, 65_535).optional(),
  PUSHER_CLIENT_EVENTS: z.enum(['on', 'off'], { error: 'is on or off' }).default('off'),
  PUSHER_API_FROM: z
    .string()
    .default('')
    .refine(
      each((word) => word === 'anywhere' || isAddressOrRange(word)),
      {
        error:
          'is anywhere, or a list of addresses, networks such as 10.0.0.0/8, and loopback, linklocal or uniquelocal',
      },
    ),
  PUSHER_PAYLOAD: z.enum(['full', 'ref']).default('full'),
  PUSHER_RESTAURANT_CHANNEL: z.string().optional(),
  PUSHER_USER_CHANNEL: z.string().optional(),
  PUSHER_ORDER_CHANNEL: z.string().optional(),
  PUSHER_CHAT_CHANNEL: z.string().optional(),
  PUSHER_GLOBAL_CHANNEL: z.string().optional(),
  PUSHER_EVENT_ALIASES: z.string().default(''),
  COUNTERBELL_TELL_SECONDS: z.coerce.number().min(0).max(600).default(10),
  COUNTERBELL_COLLECT_MINUTES: z.coerce.number().min(0.001).max(1440).default(45),
  COUNTERBELL_LOG_DAYS: z.coerce.number().min(0.001).max(3650).default(14),
  COUNTERBELL_TIMELINE_MONTHS: z.coerce.number().min(0.001).max(600).default(13),
  COUNTERBELL_PERSONAL_DAYS: z.coerce.number().min(0.001).max(3650).default(30),
  COUNTERBELL_CHAT: z.enum(['on', 'off'], { error: 'is on or off' }).default('on'),
  COUNTERBELL_NOTIFICATIONS: z.enum(['on', 'off'], { error: 'is on or off' }).default('on'),
  COUNTERBELL_NOTIFICATION_DAYS: z.coerce.number().min(0.001).max(3650).default(90),
  COUNTERBELL_RATE_PER_SECOND: z.coerce.number().min(1).max(1_000_000).default(100),
  COUNTERBELL_CORS_ORIGINS: z.string().default('').refine(each(isOrigin), {
    error: 'is a list of origins such as https://orders.example, without a path',
  }),
  COUNTERBELL_TRUST_PROXY: z.string().default('').refine(each(isAddressOrRange), {
    error: 'is a list of addresses, networks such as 10.0.0.0/8, and loopback, linklocal or uniquelocal',
  }),
  COUNTERBELL_PUSH: z.enum(['on', 'off'], { error: 'is on or off' }).default('on'),
  COUNTERBELL_PUSH_CONTACT: z
    .string()
    .max(200)
    .regex(/^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, {
      error: 'is mailto: with an address, or an https address',
    })
    .optional(),
  COUNTERBELL_PUSH_ALSO_TO: z.string().default('').refine(each(isOrigin), {
    error: 'is a list of origins such as https://push.lan:8443, without a path',
  }),
  COUNTERBELL_DEMO_ENROLMENT_CODE: z.string().trim().min(4).max(100).optional(),
  COUNTERBELL_DEMO_API_KEY: z.string().trim().min(8).max(200).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

export const environmentNames = Object.keys(environment.shape);

/** A Pusher service run by somebody else; without one the backend's own little one is used. */
export type ForeignPusher = {
  cluster?: string;
  /** Where the backend publishes. */
  host: string;
  port: number;
  tls: boolean;
  /** Where consoles connect. */
  socketHost: string;
  socketPort: number;
};

export type Config = {
  host: string;
  port: number;
  /** Named by whoever started it: then another one will not do. */
  portGiven: boolean;
  database: string | null;
  dataDir: string;
  tls: TlsWish;
  /** How others reach it through a proxy; null: as it listens. */
  publicUrl: { origin: string; port: number; tls: boolean } | null;
  pusher: {
    appId: string;
    key: string | null;
    secret: string | null;
    /** Pages on channels of their own may send each other events through the embedded server. */
    clientEvents: boolean;
    /** From where the embedded server's HTTP API may be used, beside this machine. */
    apiFrom: string[];
    foreign: ForeignPusher | null;
  };
  payload: 'full' | 'ref';
  channels: ChannelTemplates;
  eventAliases: EventAliases;
  tellMs: number;
  assumeCollectedMs: number;
  keep: { logMs: number; timelinesMs: number; personalMs: number };
  /** Staff and customers have chats. */
  chat: boolean;
  /** For how long they are kept; null: this backend notifies nobody. */
  /** What was kept is forgotten in time, also where they are switched off. */
  notifications: { on: boolean; keepMs: number };
  ratePerSecond: number;
  corsOrigins: string[];
  trustProxy: string[];
  push: { on: boolean; contact: string; alsoTo: string[] };
  demo: boolean;
  keepDemo: boolean;
  demoCode: string | null;
  demoKey: string | null;
  logLevel: string;
};

export const defaultPort = 4180;
const day = 86_400_000;

export class ConfigError extends PlainError {}

export function readConfig(env: Record<string, string | undefined>, flags: readonly string[]): Config {
  // An empty variable is one that was not set.
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = environment.safeParse(given);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new ConfigError(`The environment variable ${issue?.path.join('.')} is wrong: ${issue?.message}.`);
  }
  const known = new Set(['--demo', '--keep', '--lan']);
  const strange = flags.find((word) => !known.has(word));
  if (strange !== undefined)
    throw new ConfigError(`"${strange}" is not known here. There are: ${[...known].join(', ')}.`);
  const vars = read.data;
  const foreign = foreignPusher(vars);
  if (foreign && (vars.PUSHER_KEY === undefined || vars.PUSHER_SECRET === undefined))
    throw new ConfigError('A Pusher service needs PUSHER_KEY and PUSHER_SECRET beside PUSHER_APP_ID.');
  if ((vars.PUSHER_KEY === undefined) !== (vars.PUSHER_SECRET === undefined))
    throw new ConfigError('PUSHER_KEY and PUSHER_SECRET go together: set both, or neither.');
  return {
    // A local network is not reached from the loopback alone.
    host: vars.HOST ?? (flags.includes('--lan') ? '0.0.0.0' : '127.0.0.1'),
    port: vars.PORT ?? defaultPort,
    portGiven: vars.PORT !== undefined,
    database: vars.DATABASE_URL ?? null,
    dataDir: vars.COUNTERBELL_DATA_DIR,
    publicUrl: vars.PUBLIC_URL === undefined ? null : reachedAt(new URL(vars.PUBLIC_URL)),
    tls: tlsWish(vars, flags.includes('--lan')),
    pusher: {
      appId: vars.PUSHER_APP_ID,
      key: vars.PUSHER_KEY ?? null,
      secret: vars.PUSHER_SECRET ?? null,
      clientEvents: vars.PUSHER_CLIENT_EVENTS === 'on',
      apiFrom: words(vars.PUSHER_API_FROM),
      foreign,
    },
    payload: vars.PUSHER_PAYLOAD,
    ...names(vars),
    tellMs: vars.COUNTERBELL_TELL_SECONDS * 1000,
    assumeCollectedMs: vars.COUNTERBELL_COLLECT_MINUTES * 60_000,
    keep: {
      logMs: vars.COUNTERBELL_LOG_DAYS * day,
      timelinesMs: vars.COUNTERBELL_TIMELINE_MONTHS * 30.5 * day,
      personalMs: vars.COUNTERBELL_PERSONAL_DAYS * day,
    },
    chat: vars.COUNTERBELL_CHAT === 'on',
    notifications: {
      on: vars.COUNTERBELL_NOTIFICATIONS === 'on',
      keepMs: vars.COUNTERBELL_NOTIFICATION_DAYS * day,
    },
    ratePerSecond: vars.COUNTERBELL_RATE_PER_SECOND,
    corsOrigins: words(vars.COUNTERBELL_CORS_ORIGINS),
    trustProxy: words(vars.COUNTERBELL_TRUST_PROXY),
    push: {
      on: vars.COUNTERBELL_PUSH === 'on',
      contact: vars.COUNTERBELL_PUSH_CONTACT ?? contactAt(vars.PUBLIC_URL),
      alsoTo: words(vars.COUNTERBELL_PUSH_ALSO_TO),
    },
    demo: flags.includes('--demo'),
    keepDemo: flags.includes('--keep'),
    demoCode: vars.COUNTERBELL_DEMO_ENROLMENT_CODE ?? null,
    demoKey: vars.COUNTERBELL_DEMO_API_KEY ?? null,
    logLevel: vars.LOG_LEVEL,
  };
}

/** What channels and events are called. */
function names(vars: z.infer<typeof environment>): Pick<Config, 'channels' | 'eventAliases'> {
  const read = readChannels({
    restaurant: vars.PUSHER_RESTAURANT_CHANNEL,
    user: vars.PUSHER_USER_CHANNEL,
    order: vars.PUSHER_ORDER_CHANNEL,
    chat: vars.PUSHER_CHAT_CHANNEL,
    global: vars.PUSHER_GLOBAL_CHANNEL,
  });
  if (!read.ok) throw new ConfigError(read.why);
  const aliasesRead = readAliases(vars.PUSHER_EVENT_ALIASES);
  if (!aliasesRead.ok) throw new ConfigError(aliasesRead.why);
  const { chat, ...others } = read.channels;
  const channels = chat === undefined || vars.COUNTERBELL_CHAT === 'off' ? others : read.channels;
  return { channels, eventAliases: aliasesRead.aliases };
}

function reachedAt({ protocol, port, origin }: URL): NonNullable<Config['publicUrl']> {
  const tls = protocol === 'https:';
  return { origin, port: port === '' ? (tls ? 443 : 80) : Number(port), tls };
}

/** Some push services refuse whoever names nobody. */
const contactAt = (publicUrl: string | undefined) =>
  publicUrl?.startsWith('https:') === true ? new URL(publicUrl).origin : 'mailto:nobody@counterbell.invalid';

function tlsWish(vars: z.infer<typeof environment>, lan: boolean): TlsWish {
  const { TLS_CERT: certFile, TLS_KEY: keyFile } = vars;
  if (lan && (certFile ?? keyFile) !== undefined)
    throw new ConfigError('--lan makes a certificate of its own. Use either that, or TLS_CERT and TLS_KEY.');
  if (lan) return { kind: 'own', folder: path.join(vars.COUNTERBELL_DATA_DIR, 'tls') };
  if (certFile !== undefined && keyFile !== undefined) return { kind: 'given', certFile, keyFile };
  if (certFile !== undefined || keyFile !== undefined)
    throw new ConfigError(
      'TLS_CERT and TLS_KEY go together: the certificate and its private key, as PEM files.',
    );
  return { kind: 'none' };
}

function foreignPusher(vars: z.infer<typeof environment>): ForeignPusher | null {
  if (vars.PUSHER_HOST !== undefined) {
    const tls = vars.PUSHER_TLS ?? false;
    const port = vars.PUSHER_PORT ?? (tls ? 443 : 80);
    return {
      host: vars.PUSHER_HOST,
      port,
      tls,
      socketHost: vars.PUSHER_WS_HOST ?? vars.PUSHER_HOST,
      socketPort: vars.PUSHER_WS_PORT ?? port,
    };
  }
  if (vars.PUSHER_CLUSTER === undefined) return null;
  return {
    cluster: vars.PUSHER_CLUSTER,
    host: `api-${vars.PUSHER_CLUSTER}.pusher.com`,
    port: 443,
    tls: true,
    socketHost: `ws-${vars.PUSHER_CLUSTER}.pusher.com`,
    socketPort: 443,
  };
}
