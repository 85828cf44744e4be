// Pusher's signatures, as far as a simulation needs them: nobody who does not know the secret makes the same one.
import { hash } from './chance.ts';

const secret = 'known to the backend and to Pusher alone';

export function signatureOf(signed: string): string {
  return `sim-key:${hash(`${secret}/${signed}`).toString(16)}`;
}
