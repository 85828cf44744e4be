// What a person may set on this console, in its newest version.
import { z } from 'zod';

export const languages = ['en', 'de', 'ar', 'es', 'fr'] as const;

export const settings = z.strictObject({
  language: z.enum(['system', ...languages]),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['normal', 'wall']),
  startAtLogin: z.boolean(),
  bell: z.strictObject({
    volume: z.number().min(0).max(1),
    snoozeSeconds: z.number().int().min(15).max(180),
  }),
});
export type Settings = z.infer<typeof settings>;

export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  density: 'normal',
  startAtLogin: false,
  bell: { volume: 1, snoozeSeconds: 90 },
};
