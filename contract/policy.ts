// What IT decides for a fleet: one JSON file, refused as a whole when any of it is wrong.
import { z } from 'zod';
import { existingBackend } from './existing-backend.ts';
import { descriptors, settingNames } from './settings/table.ts';
import { settings } from './settings.ts';
import { codeHash } from './exit-code.ts';

export const backendUrl = z.url({ protocol: /^https?$/, error: 'is not an http or https address' });

/** Raised with every key that is added to a policy: a setting's descriptor says with which number it came. */
export const policySchema = Math.max(1, ...settingNames.map((name) => descriptors[name].since));

export const policy = z.strictObject({
  /** Which version of the policy's keys it is written for; without it, the first. */
  schema: z.number().int().min(1).optional(),
  /** The certificate's SHA-256 (hex, colons allowed) when the backend made its own. */
  backend: z
    .strictObject({
      url: backendUrl,
      fingerprint: z.string().max(100).optional(),
      /** An order system that was there before; then no code is needed. */
      existing: existingBackend.optional(),
    })
    .optional(),
  /** Instead of the system's; a name and a password may be part of its address. */
  proxy: z
    .strictObject({
      url: z.url({ protocol: /^(?:https?|socks5)$/, error: 'is not an http, https or socks5 address' }),
      /** Hosts that are reached directly, each with what is below it. */
      except: z.array(z.string().min(1).max(300)).max(200).optional(),
    })
    .optional(),
  enrolment: z
    .strictObject({ code: z.string().trim().min(4).max(300), deviceName: z.string().max(80).optional() })
    .optional(),
  kiosk: z
    .strictObject({
      /** What `--hash-exit-code` made of the code that leads out of the kiosk. */
      exitCode: z.string().regex(codeHash, { error: 'is not what --hash-exit-code prints' }),
    })
    .optional(),
  /** Settings named here are fixed; the screen shows them as set by IT. */
  settings: settings.partial().optional(),
});
export type Policy = z.infer<typeof policy>;

export type PolicyIn =
  /** `unknown`: the keys that were passed over, because the policy is written for a newer console. */
  { ok: true; policy: Policy; unknown: string[] } | { ok: false; why: string };

/**
 * Reads what IT wrote. A policy that is right in parts would leave IT believing in the rest, so all of it is refused for
 * one mistake; only what a policy for a newer console says beyond this one is passed over, and named.
 */
export function policyIn(content: unknown): PolicyIn {
  const unknown: string[] = [];
  let known = content;
  for (;;) {
    const read = policy.safeParse(known);
    if (read.success) return { ok: true, policy: read.data, unknown };
    const strange = read.error.issues.filter((issue) => issue.code === 'unrecognized_keys');
    const mistake = read.error.issues.find((issue) => issue.code !== 'unrecognized_keys') ?? strange[0];
    if (!isNewer(content) || strange.length === 0) {
      const where = mistake?.path.join('.') ?? '';
      return { ok: false, why: `${where === '' ? '' : `${where}: `}${mistake?.message ?? 'invalid'}` };
    }
    for (const { path, keys } of strange)
      for (const key of keys) {
        unknown.push([...path, key].join('.'));
        known = without(known, path, key);
      }
  }
}

const isNewer = (content: unknown): boolean =>
  typeof content === 'object' &&
  content !== null &&
  'schema' in content &&
  typeof content.schema === 'number' &&
  content.schema > policySchema;

function without(value: unknown, [first, ...rest]: readonly PropertyKey[], key: string): unknown {
  const object = value as Record<PropertyKey, unknown>;
  if (first !== undefined) return { ...object, [first]: without(object[first], rest, key) };
  const { [key]: _, ...others } = object;
  return others;
}
