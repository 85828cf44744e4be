// What a client says, from the text of one frame to a value the rest of the server can trust.

export type ClientFrame =
  | { kind: 'ping' }
  | { kind: 'pong' }
  | { kind: 'subscribe'; channel: string; auth: string; channelData: string | undefined }
  | { kind: 'unsubscribe'; channel: string }
  | { kind: 'sign in'; auth: string; userData: string }
  | { kind: 'client event'; event: string; channel: string; data: string }
  | { kind: 'unreadable'; why: string };

type Fields = Record<string, unknown>;

const LONGEST_EVENT_NAME = 200;

const unreadable = (why: string): ClientFrame => ({ kind: 'unreadable', why });

export function readClientFrame(text: string): ClientFrame {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return unreadable('A frame must be one JSON object');
  }
  if (!isFields(message)) return unreadable('A frame must be one JSON object');
  if (typeof message.event !== 'string') return unreadable('A frame needs an "event"');
  return readEvent(message.event, message);
}

function readEvent(event: string, message: Fields): ClientFrame {
  switch (event) {
    case 'pusher:ping':
      return { kind: 'ping' };
    case 'pusher:pong':
      return { kind: 'pong' };
    case 'pusher:subscribe':
      return readSubscribe(fieldsOf(message.data));
    case 'pusher:unsubscribe':
      return readUnsubscribe(fieldsOf(message.data));
    case 'pusher:signin':
      return readSignIn(fieldsOf(message.data));
    default:
      if (event.startsWith('client-')) return readClientEvent(event, message);
      return unreadable(`Unknown event ${JSON.stringify(event.slice(0, LONGEST_EVENT_NAME))}`);
  }
}

function readSubscribe(data: Fields): ClientFrame {
  const { channel, auth, channel_data: channelData } = data;
  if (typeof channel !== 'string') return unreadable('pusher:subscribe needs "channel"');
  if (auth != null && typeof auth !== 'string') return unreadable('"auth" must be a string');
  if (channelData != null && typeof channelData !== 'string') {
    return unreadable('"channel_data" must be the string that was signed');
  }
  return { kind: 'subscribe', channel, auth: auth ?? '', channelData: channelData ?? undefined };
}

function readUnsubscribe({ channel }: Fields): ClientFrame {
  if (typeof channel !== 'string') return unreadable('pusher:unsubscribe needs "channel"');
  return { kind: 'unsubscribe', channel };
}

function readSignIn({ auth, user_data: userData }: Fields): ClientFrame {
  if (typeof auth !== 'string' || typeof userData !== 'string') {
    return unreadable('pusher:signin needs "auth" and "user_data", both strings');
  }
  return { kind: 'sign in', auth, userData };
}

function readClientEvent(event: string, { channel, data }: Fields): ClientFrame {
  if (event.length > LONGEST_EVENT_NAME) return unreadable('The name of the event is too long');
  if (typeof channel !== 'string') return unreadable('A client event needs "channel"');
  try {
    // A client may hand over text or a value; what goes out is text either way.
    return { kind: 'client event', event, channel, data: typeof data === 'string' ? data : textOf(data) };
  } catch {
    return unreadable('The data of the event is nested too deeply');
  }
}

function textOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}

/** Most clients send `data` as an object, some as the JSON text of one. */
function fieldsOf(data: unknown): Fields {
  if (isFields(data)) return data;
  if (typeof data !== 'string') return {};
  try {
    const parsed: unknown = JSON.parse(data);
    return isFields(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
