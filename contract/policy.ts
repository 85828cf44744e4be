// What IT decides for a fleet: one JSON file, refused as a whole when any of it is wrong.
import { z } from 'zod';
import { existingBackend } from './existing-backend.ts';
import { settings } from './settings.ts';

export const backendUrl = z.url({ protocol: /^https?$/, error: 'is not an http or https address' });

export const policy = z.strictObject({
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
  /** Settings named here are fixed; the screen shows them as set by IT. */
  settings: settings.partial().optional(),
});
export type Policy = z.infer<typeof policy>;
