// A WebSocket that says at once when it starts to close, whoever began it.
import { WebSocket } from 'ws';

/**
 * `ws` reports a close when the TCP connection is gone, which a client that vanishes after its close frame
 * delays by the whole close time-out. It answers that frame through `close()`, so this is the earliest moment.
 */
export class ClientSocket extends WebSocket {
  onLeaving: (() => void) | null = null;

  override close(code?: number, reason?: string | Buffer): void {
    this.onLeaving?.();
    super.close(code, reason);
  }
}
