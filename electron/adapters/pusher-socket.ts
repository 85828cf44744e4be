// The WebSocket pusher-js is given instead of its own: one with a handshake time-out, a proxy and a pinned
// certificate, and whose errors after it was abandoned end nobody's process.
import WebSocket, { type ClientOptions } from 'ws';

export type SocketHost = {
  optionsFor(url: URL): ClientOptions;
  /** Called with every socket as it is made, and again when it ended without ever having been open. */
  onMade(url: URL, socket: WebSocket): void;
  onNeverOpened(socket: WebSocket, why: string): void;
};

const handshakeTimeoutMs = 10_000;
const longestFrame = 1024 * 1024;

/** A class, because pusher-js calls `new` on what `Pusher.Runtime.getWebSocketAPI()` answers. */
export function socketClass(host: SocketHost): new (url: string) => WebSocket {
  return class extends WebSocket {
    constructor(address: string) {
      const url = new URL(address);
      super(address, {
        handshakeTimeout: handshakeTimeoutMs,
        perMessageDeflate: false,
        maxPayload: longestFrame,
        ...host.optionsFor(url),
      });
      host.onMade(url, this);
      let opened = false;
      let why = 'closed before it was open';
      this.once('open', () => (opened = true));
      // pusher-js takes its listeners off a socket it gives up; an error after that would be an uncaught one.
      this.on('error', (error) => (why = error.message));
      this.once('close', () => {
        if (!opened) host.onNeverOpened(this, why);
      });
    }
  };
}
