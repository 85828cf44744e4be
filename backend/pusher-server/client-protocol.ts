// Answers everything that a client says.
import { type ChannelName, readChannelName, userChannel } from './channel-name.ts';
import { type ClientFrame, readClientFrame } from './client-frame.ts';
import type { Connection } from './connection.ts';
import type { Exchange } from './exchange.ts';
import {
  PONG,
  protocolError,
  signinSuccess,
  subscriptionError,
  type SubscriptionProblem,
} from './messages.ts';
import { type Member, readMember } from './roster.ts';
import { channelText, isAuthorized, userText } from './signatures.ts';
import { readUser } from './users.ts';

const BINARY: ClientFrame = { kind: 'unreadable', why: 'Binary frames are not supported' };

type FrameOf<K extends ClientFrame['kind']> = Extract<ClientFrame, { kind: K }>;

/** `text` is null for a binary frame. */
export function hear(connection: Connection, text: string | null, exchange: Exchange): void {
  // Frames that came in one packet with the one that made us close are not heard.
  if (!connection.isOpen) return;
  if (!connection.mayHear()) {
    exchange.log({ event: 'pusher.too_many_frames', socketId: connection.socketId });
    connection.close(4100, 'Too many messages: slow down and come back');
    return;
  }
  const frame = text === null ? BINARY : readClientFrame(text);
  switch (frame.kind) {
    case 'ping':
      return connection.deliver(PONG);
    case 'pong':
      return undefined;
    case 'subscribe':
      return subscribe(connection, frame, exchange);
    case 'unsubscribe':
      return unsubscribe(connection, frame, exchange);
    case 'sign in':
      return signIn(connection, frame, exchange);
    case 'client event':
      return relay(connection, frame, exchange);
    case 'unreadable':
      return connection.deliver(protocolError(null, frame.why));
  }
}

function subscribe(connection: Connection, frame: FrameOf<'subscribe'>, exchange: Exchange): void {
  const { channel } = frame;
  if (connection.places.has(channel)) {
    connection.deliver(protocolError(null, `Existing subscription to channel ${channel}`));
    return;
  }
  const answer = judgeSubscription(connection, frame, exchange);
  const problem =
    'problem' in answer ? answer.problem : enter(connection, answer.name, answer.member, exchange);
  if (!problem) return;
  exchange.log({
    event: 'pusher.subscription_refused',
    socketId: connection.socketId,
    channel: channel.slice(0, 200),
    ...problem,
  });
  connection.deliver(subscriptionError(channel, problem));
}

/** Null once the connection is in the room, otherwise why it is not. */
function enter(
  connection: Connection,
  name: ChannelName,
  member: Member | null,
  { rooms, limits, notSignedIn }: Exchange,
): SubscriptionProblem | null {
  if (connection.places.size >= limits.channelsPerConnection) {
    return tooMany(`One connection may subscribe to ${limits.channelsPerConnection} channels`);
  }
  const place = rooms.enter(connection, name, member);
  if (!place) return tooMany(`A presence channel has room for ${limits.presenceMembers} members`);
  connection.places.set(name.text, place);
  if (name.kind !== 'public') notSignedIn.authorized(connection);
  return null;
}

type Judgement = { name: ChannelName; member: Member | null } | { problem: SubscriptionProblem };

function judgeSubscription(
  connection: Connection,
  { channel, auth, channelData }: FrameOf<'subscribe'>,
  { app, limits }: Exchange,
): Judgement {
  const name = readChannelName(channel);
  if (!name) return { problem: invalid('No channel may have this name') };
  if (name.kind === 'public') return { name, member: null };
  if (name.kind === 'user') {
    return connection.user !== null && channel === userChannel(connection.user.id)
      ? { name, member: null }
      : { problem: unauthorized('Only this user may listen here: sign in first') };
  }
  if (!isAuthorized(app, auth, channelText(connection.socketId, channel, channelData))) {
    return { problem: unauthorized('The signature does not match this socket and channel') };
  }
  if (name.kind !== 'presence') return { name, member: null };
  const member =
    channelData === undefined
      ? memberFromSignIn(connection)
      : readMember(channelData, limits.presenceDataBytes);
  return typeof member === 'string' ? { problem: invalid(member) } : { name, member };
}

/** Somebody who has signed in needs no `channel_data` to be known in a presence channel. */
function memberFromSignIn({ user }: Connection): Member | string {
  return user
    ? { userId: user.id, info: user.info }
    : 'A presence channel needs channel_data, or a signed-in user';
}

function unsubscribe(connection: Connection, { channel }: FrameOf<'unsubscribe'>, { rooms }: Exchange): void {
  const place = connection.places.get(channel);
  if (!place) return;
  connection.places.delete(channel);
  rooms.leave(connection, place);
}

function signIn(connection: Connection, { auth, userData }: FrameOf<'sign in'>, exchange: Exchange): void {
  const user = isAuthorized(exchange.app, auth, userText(connection.socketId, userData))
    ? readUser(userData)
    : null;
  if (!user || (connection.user && connection.user.id !== user.id)) {
    exchange.log({ event: 'pusher.sign_in_refused', socketId: connection.socketId });
    connection.deliver(protocolError(4009, 'Connection not authorized: the sign-in could not be verified'));
    connection.close(4009, 'Connection not authorized');
    return;
  }
  connection.user = user;
  exchange.users.signIn(connection, user);
  exchange.notSignedIn.go(connection);
  connection.deliver(signinSuccess(userData));
}

function relay(connection: Connection, frame: FrameOf<'client event'>, exchange: Exchange): void {
  const { rooms, limits } = exchange;
  const { event, channel, data } = frame;
  const refuse = (why: string) => connection.deliver(protocolError(4301, `Client event rejected: ${why}`));
  const place = connection.places.get(channel);
  const kind = place?.room.name.kind;
  if (!place || (kind !== 'private' && kind !== 'presence')) {
    return refuse('only for private and presence channels one is subscribed to');
  }
  if (!exchange.mayTalkOn(channel)) return refuse('they are switched off for this channel');
  if (!connection.maySpeak()) return refuse(`more than ${limits.clientEventsPerSecond} a second`);
  if (Buffer.byteLength(data) > limits.eventDataBytes)
    return refuse(`more than ${limits.eventDataBytes} bytes`);
  const speaker = place.userId === null ? {} : { userId: place.userId };
  return rooms.speak(place.room, { event, data, except: connection.socketId, ...speaker });
}

const unauthorized = (error: string): SubscriptionProblem => ({ type: 'AuthError', error, status: 401 });
const invalid = (error: string): SubscriptionProblem => ({ type: 'InvalidChannel', error, status: 400 });
const tooMany = (error: string): SubscriptionProblem => ({ type: 'LimitReached', error, status: 403 });
