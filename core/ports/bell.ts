// What sounds: the bell of orders, and the softer sounds of what is beside them.
import type { Tone } from '../../contract/settings/bell-kinds.ts';
import type { OutputChoice } from '../../contract/settings/values.ts';
import type { SoundFault } from '../../contract/health.ts';

/**
 * `first`, `second`: the bell and its louder step; `notice`: cancelled or changed; `quiet`: scheduled, or a notification;
 * `chat`: somebody has written; `check`: somebody wants to know whether it is heard.
 */
export type BellSound = 'first' | 'second' | 'notice' | 'quiet' | 'chat' | 'check';

export type Strike = {
  sound: BellSound;
  tone: Tone;
  /** From 0 to 1. */
  volume: number;
  /** null: where all sounds of the computer come out. */
  output: OutputChoice | null;
  /** Somebody only wants to know how it sounds: anything else goes before it, and cuts it off. */
  trial?: boolean;
};

/** What became of a sound, as far as the platform tells. */
export type Rung =
  /** To its end. `away`: its loudspeaker is not there, so it came out where all other sounds do. */
  | { kind: 'played'; away: boolean }
  | { kind: 'unheard'; why: SoundFault }
  /** It was ended before its time, which says nothing. */
  | { kind: 'cut-off' };

export interface Bell {
  ring(strike: Strike): Promise<Rung>;
  silence(): void;
  /** Whether a sound would be heard there now; none is. */
  look(output: OutputChoice | null): Promise<Rung>;
  /** The loudspeakers there are. */
  outputs(): Promise<OutputChoice[]>;
  /** Loudspeakers came or went; told only while it has something to play on. */
  onOutputs(listener: () => void): void;
}
