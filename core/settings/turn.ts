// What a rule about settings reads, and what it may have done.
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { SettingEffect } from './effects.ts';
import type { settings } from './slice.ts';

export { settings } from './slice.ts';
export type SettingsState = StateOf<typeof settings>;
export type SettingsEffect = { do: 'write-settings'; raw: unknown } | SettingEffect;
export type Turn = Kernel.Turn<SettingsState, SettingsEffect>;
