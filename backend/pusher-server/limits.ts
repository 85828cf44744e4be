// The numbers this server holds clients and publishers to, and their defaults.

export type PusherLimits = {
  /** Connections in all; one more is told 4100 (over capacity), or the guest that is missed least. */
  connections: number;
  /** Connections from one address; one more is told 4100, or the oldest that nobody signed for. */
  connectionsPerAddress: number;
  /** New connections per second from one address, on average … */
  connectsPerSecondPerAddress: number;
  /** … and how many at once; above that the upgrade is refused with HTTP 429. */
  connectBurstPerAddress: number;
  /** Longest frame a client may send; a longer one closes the connection with 1009. */
  frameBytes: number;
  /** Frames per second from one connection, on average … */
  framesPerSecond: number;
  /** … and how many at once; above that the connection is closed with 4100. */
  frameBurst: number;
  /** Client events per second from one connection; one more is dropped and answered with error 4301. */
  clientEventsPerSecond: number;
  /** Unsent bytes a slow client may leave with us before it is cut off. */
  bufferedBytes: number;
  /** Seconds a client may take to answer our ping before it is closed with 4201. */
  pongTimeoutS: number;
  /** Seconds a client may take to answer our close frame before its socket is destroyed. */
  closeTimeoutS: number;
  /** Channels one connection may be subscribed to. */
  channelsPerConnection: number;
  /** Members of a presence channel. */
  presenceMembers: number;
  /** Bytes of a presence member's `channel_data`. */
  presenceDataBytes: number;
  /** Bytes of an event's `data`; more is answered with 413, or 4301 for a client event. */
  eventDataBytes: number;
  /** Channels one published event may name. */
  channelsPerEvent: number;
  /** Events in one batch. */
  eventsPerBatch: number;
  /** Events that were answered for and wait for their fan-out; beyond that publishers wait for it. */
  waitingEvents: number;
  /** Bytes of a publisher's request body; more is answered with 413. */
  requestBytes: number;
  /** Seconds a publisher's clock may differ from ours. */
  clockSkewS: number;
  /** Cache channels whose last event is kept; the one published to longest ago is forgotten first. */
  cachedEvents: number;
  /** Seconds the last event of a cache channel is kept. */
  cacheTtlS: number;
};

export const DEFAULT_LIMITS: PusherLimits = {
  connections: 10_000,
  connectionsPerAddress: 1_000,
  connectsPerSecondPerAddress: 50,
  connectBurstPerAddress: 500,
  frameBytes: 32 * 1024,
  framesPerSecond: 50,
  frameBurst: 500,
  clientEventsPerSecond: 10,
  bufferedBytes: 512 * 1024,
  pongTimeoutS: 10,
  closeTimeoutS: 2,
  channelsPerConnection: 100,
  presenceMembers: 100,
  presenceDataBytes: 2_048,
  eventDataBytes: 10_240,
  channelsPerEvent: 100,
  eventsPerBatch: 10,
  waitingEvents: 1_000,
  requestBytes: 1024 * 1024,
  clockSkewS: 600,
  cachedEvents: 1_000,
  cacheTtlS: 1_800,
};
