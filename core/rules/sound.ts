// Takes in what became of sounds, and what was found when it was looked whether one would be heard.
import { rang } from '../alerts/bell.ts';
import { outputsChanged, soundLooked } from '../alerts/sound.ts';
import { checkRang } from '../health/check-opening.ts';
import type { Rung } from '../ports/bell.ts';
import type { Turn } from './turn.ts';

export type SoundInput =
  /** `isCheck`: it was only tried. */
  | { kind: 'rang'; rung: Rung; orders: readonly string[]; isCheck?: boolean }
  | { kind: 'sound-looked'; rung: Rung }
  /** Loudspeakers came or went. */
  | { kind: 'outputs-changed' };

export function soundTold(turn: Turn, input: SoundInput): void {
  switch (input.kind) {
    case 'rang':
      if (input.isCheck === true) checkRang(turn, input.rung.kind === 'played');
      return rang(turn, input.rung, input.orders);
    case 'sound-looked':
      return soundLooked(turn, input.rung);
    case 'outputs-changed':
      return outputsChanged(turn);
    default:
      return input satisfies never;
  }
}
