// The WebSocket pusher-js is given instead of its own: one with a handshake time-out, a proxy and a pinned
// certificate, and whose errors after it was abandoned end nobody's process.
import WebSocket, { type ClientOptions } from 'ws';

export type SocketHost = {
  optionsFor(url: URL): ClientOptions;
  /** Called with every socket as it is made, and again when it ended without ever having been open. */
  onMade(url: URL, socket: WebSocket): void;
  onNeverOpened(socket: WebSocket, why: string): void;
  /** Its message made pusher-js throw, and is passed over. */
  onUnreadable(socket: WebSocket): void;
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

    /**
     * pusher-js believes that whatever is JSON is a message of the protocol. What it throws at the rest would be an
     * uncaught exception, and the socket would read nothing any more: it was in the middle of handing over.
     */
    override addEventListener(...[type, listener, options]: Parameters<WebSocket['addEventListener']>): void {
      const hear = typeof listener === 'function' ? listener : listener.handleEvent.bind(listener);
      const guarded = (event: WebSocket.Event) => {
        try {
          (hear as (event: WebSocket.Event) => void)(event);
        } catch {
          host.onUnreadable(this);
        }
      };
      super.addEventListener(type, type === 'message' ? guarded : listener, options);
    }
  };
}
