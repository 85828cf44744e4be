// Lets somebody hear how a sound of this console is, and names the loudspeakers it could come out of. Whatever rings goes
// before.
import type { IpcAnswer, Request, Response } from '../../contract/ipc.ts';
import type { AlertsReads } from '../alerts/turn.ts';
import { soundOf, strikeOf } from '../alerts/strike.ts';
import type { Bell, Rung } from '../ports/bell.ts';

export type BellDeeds = {
  try(what: Request<'bell.try'>): Promise<IpcAnswer<Response<'bell.try'>>>;
  outputs(): Promise<IpcAnswer<Response<'bell.outputs'>>>;
};

type Known = Pick<AlertsReads, 'ringing' | 'settings'>;

/** `rang`: what became of it says as much of the bell as any other sound. */
export function createBellDeeds(
  bell: Pick<Bell, 'ring' | 'outputs'>,
  known: () => Known,
  tell: { rang(rung: Rung): Promise<unknown> },
): BellDeeds {
  const came = (word: Response<'bell.try'>['came']) => ({ ok: true, value: { came: word } }) as const;
  return {
    async try({ kind }) {
      const { ringing, settings } = known();
      if (ringing !== null) return came('rings');
      const rung = await bell.ring({
        ...strikeOf({ sound: soundOf[kind] }, settings.effective),
        trial: true,
      });
      await tell.rang(rung);
      return came(rung.kind === 'unheard' ? rung.why : rung.kind);
    },
    outputs: async () => ({ ok: true, value: await bell.outputs() }),
  };
}
