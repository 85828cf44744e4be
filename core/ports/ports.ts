// All ports together: what createCounterbell is given.
import type { Backend } from './backend.ts';
import type { Chance, Clock } from './clock.ts';
import type { Bell } from './bell.ts';
import type { Autostart, Badge, Power, Program, Tray, Windows } from './desktop.ts';
import type { Codes } from './codes.ts';
import type { Disk } from './disk.ts';
import type { Log } from './log.ts';
import type { Notifier } from './notifier.ts';
import type { Realtime } from './realtime.ts';
import type { SettingsStore } from './settings-store.ts';
import type { Secrets } from './secrets.ts';

export type Ports = {
  clock: Clock;
  chance: Chance;
  log: Log;
  disk: Disk;
  secrets: Secrets;
  settings: SettingsStore;
  backend: Backend;
  realtime: Realtime;
  notifier: Notifier;
  bell: Bell;
  tray: Tray;
  badge: Badge;
  windows: Windows;
  power: Power;
  autostart: Autostart;
  program: Program;
  codes: Codes;
};
