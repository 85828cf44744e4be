// What a person may set on this console, in its newest version: schema and defaults, made from the settings' descriptors.
import { z } from 'zod';
import { schemaOf } from './settings/schema.ts';
import { descriptors, settingNames, settingsOf, type Settings } from './settings/table.ts';

export type { Settings };

type Shape = { [N in keyof Settings]: z.ZodType<Settings[N]> };

export const settings = z.strictObject(
  Object.fromEntries(settingNames.map((name) => [name, schemaOf(descriptors[name])])) as Shape,
);

export const defaultSettings: Settings = settingsOf(({ field }) => field.default);
