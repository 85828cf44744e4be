// Tells whether this console and its backend still understand each other, by the protocol numbers they tell.
import { fitOf, ourProtocol, readProtocol } from '../../contract/protocol.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { set } from './slice.ts';
import type { Turn } from './turn.ts';

export function noteFit(turn: Turn, answer: BackendAnswer): void {
  // Whatever stands before a backend answers in its place when it is down, and without its header.
  if (answer.kind !== 'answer' || answer.status >= 300) return;
  const backend = readProtocol(answer.protocol);
  const fit = fitOf(ourProtocol, backend);
  const backendSpeaks = backend?.speaks ?? null;
  if (backendSpeaks !== turn.state.backendSpeaks) set(turn, { backendSpeaks });
  if (fit === turn.state.fit) return;
  set(turn, { fit });
  if (fit === 'console-too-old' || fit === 'backend-too-old')
    turn.emit({
      do: 'log',
      level: 'warn',
      event: 'protocol.too-far-apart',
      fields: { fit, console: ourProtocol.speaks, backend: backend?.speaks ?? null },
    });
}
