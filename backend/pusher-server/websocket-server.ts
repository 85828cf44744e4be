// Takes in WebSocket clients: introduces each to the exchange, or sends it away.
import { randomInt } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Server, WebSocketServer } from 'ws';
import { type Addresses, householdOf } from './addresses.ts';
import { ClientSocket } from './client-socket.ts';
import { Connection } from './connection.ts';
import { hear } from './client-protocol.ts';
import type { Exchange } from './exchange.ts';
import { judgeHandshake, type Refusal } from './handshake.ts';
import type { Client } from './client.ts';
import { connectionEstablished, protocolError } from './messages.ts';

/** Two parts of 47 bits: a signature is bound to a socket id, so no id may be guessed or ever come again. */
const SOCKET_ID_PART = 2 ** 47;

export type WebSocketClientsOptions = {
  exchange: Exchange;
  addresses: Addresses;
  activityTimeoutS: number;
  addressOf: (req: IncomingMessage) => string;
};

export class WebSocketClients {
  readonly connections = new Set<Connection>();
  private readonly bySocketId = new Map<string, Connection>();
  private readonly options: WebSocketClientsOptions;
  private readonly webSockets: Server<typeof ClientSocket>;

  constructor(options: WebSocketClientsOptions) {
    this.options = options;
    const settings = {
      noServer: true,
      WebSocket: ClientSocket,
      maxPayload: options.exchange.limits.frameBytes,
      // The frames are small, and a compressor costs each connection more memory than everything else.
      perMessageDeflate: false,
      closeTimeout: options.exchange.limits.closeTimeoutS * 1000,
    };
    this.webSockets = new WebSocketServer<typeof ClientSocket>(settings);
  }

  find(socketId: string): Connection | undefined {
    return this.bySocketId.get(socketId);
  }

  admit(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { addresses, addressOf, exchange } = this.options;
    const address = householdOf(addressOf(req));
    if (!addresses.mayKnock(address)) {
      exchange.log({ event: 'pusher.connects_too_fast', address });
      turnAway(socket, '429 Too Many Requests');
      return;
    }
    this.webSockets.handleUpgrade(req, socket, head, (webSocket) => {
      // Broken frames close the connection, which is all that has to happen.
      webSocket.on('error', (error) => exchange.log({ event: 'pusher.broken_frame', error: error.message }));
      const refusal = judgeHandshake(req.url ?? '', exchange.app.key) ?? this.makeRoom(address);
      if (refusal) this.refuse(webSocket, socket, refusal);
      else this.welcome(webSocket, socket, address);
    });
  }

  /** Resolves when the last client is gone; who is not by then is cut off. */
  async close(code: number, graceMs: number): Promise<void> {
    const empty = new Promise<void>((resolve) => {
      this.webSockets.close(() => resolve());
    });
    for (const connection of this.connections) connection.close(code, 'The server is going away: reconnect');
    const timer = setTimeout(() => {
      for (const webSocket of this.webSockets.clients) webSocket.terminate();
    }, graceMs);
    await empty;
    clearTimeout(timer);
  }

  /** Whoever comes may be about to sign in: for them one goes who never said who it is. */
  private makeRoom(address: string): Refusal | null {
    const { addresses, exchange } = this.options;
    const { notSignedIn, limits } = exchange;
    if (!addresses.hasRoom(address)) {
      const stranger = notSignedIn.strangerAt(address);
      if (!stranger) return overCapacity('your address has as many connections as it may');
      this.sendOff(stranger);
    }
    if (this.connections.size >= limits.connections) {
      const client = notSignedIn.leastMissed(address);
      if (!client) return overCapacity('this server has as many connections as it may');
      this.sendOff(client);
    }
    addresses.enter(address);
    return null;
  }

  private sendOff(client: Client): void {
    this.options.exchange.log({ event: 'pusher.made_room', socketId: client.socketId });
    const { code, message } = overCapacity('others come who may sign in');
    client.deliver(protocolError(code, message));
    client.close(code, message);
  }

  /** In a frame for clients that can't see the code of a close, and in the close for those that can. */
  private refuse(webSocket: ClientSocket, socket: Duplex, { code, message }: Refusal): void {
    this.options.exchange.log({ event: 'pusher.connection_refused', code, why: message });
    socket.write(protocolError(code, message));
    webSocket.close(code, message);
  }

  private welcome(webSocket: ClientSocket, socket: Duplex, address: string): void {
    const { exchange, addresses, activityTimeoutS } = this.options;
    const socketId = `${randomInt(1, SOCKET_ID_PART)}.${randomInt(1, SOCKET_ID_PART)}`;
    const connection = new Connection(socketId, webSocket, socket, exchange);
    this.connections.add(connection);
    this.bySocketId.set(socketId, connection);
    exchange.notSignedIn.come(connection, address);
    webSocket.onLeaving = () => {
      if (!this.connections.delete(connection)) return;
      this.bySocketId.delete(socketId);
      connection.leaveEverything();
      exchange.notSignedIn.go(connection);
      addresses.leave(address);
    };
    webSocket.on('close', () => webSocket.onLeaving?.());
    webSocket.on('message', (data, isBinary) => {
      connection.quietLooks = 0;
      // With Node's buffers as binary type, which is the default, a message is one Buffer.
      hear(connection, isBinary ? null : (data as Buffer).toString(), exchange);
    });
    connection.deliver(connectionEstablished(socketId, activityTimeoutS));
  }
}

const overCapacity = (why: string): Refusal => ({ code: 4100, message: `Over capacity: ${why}` });

function turnAway(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
