// The channels that somebody listens to: who is in each, and what is said when people come, speak and go.
import { type ChannelName } from './channel-name.ts';
import type { FanOut } from './fan-out.ts';
import type { LastEvents } from './last-events.ts';
import type { PusherLimits } from './limits.ts';
import type { Client } from './client.ts';
import {
  cacheMiss,
  channelEvent,
  memberAdded,
  memberRemoved,
  subscriptionCount,
  subscriptionSucceeded,
} from './messages.ts';
import { type Member, Roster } from './roster.ts';

export type Room = {
  readonly name: ChannelName;
  readonly listeners: Set<Client>;
  /** Only presence channels know who is there. */
  readonly roster: Roster | null;
  /** The number of listeners has changed since it was last told. */
  countIsStale: boolean;
};

/** A connection's place in a room. */
export type Place = { readonly room: Room; readonly userId: string | null };

export type Publication = { event: string; data: string; userId?: string; except?: string };

/** Up to here everybody hears of every change at once; beyond, the number is told now and then. */
const SMALL_ROOM = 100;

export class Rooms {
  private readonly rooms = new Map<string, Room>();
  private readonly lastEvents: LastEvents;
  private readonly fanOut: FanOut;
  private readonly limits: PusherLimits;
  private readonly tellCounts: boolean;

  constructor(lastEvents: LastEvents, fanOut: FanOut, limits: PusherLimits, tellCounts: boolean) {
    this.lastEvents = lastEvents;
    this.fanOut = fanOut;
    this.limits = limits;
    this.tellCounts = tellCounts;
  }

  find(channel: string): Room | undefined {
    return this.rooms.get(channel);
  }

  all(): Iterable<Room> {
    return this.rooms.values();
  }

  get size(): number {
    return this.rooms.size;
  }

  /** Null when the room is full. */
  enter(client: Client, name: ChannelName, member: Member | null): Place | null {
    const room = this.rooms.get(name.text) ?? open(name);
    const { roster } = room;
    if (roster && member && !roster.has(member.userId) && roster.size >= this.limits.presenceMembers) {
      return null;
    }
    this.rooms.set(name.text, room);
    this.fanOut.finish();
    const hasCome = roster !== null && member !== null && roster.join(member);
    if (hasCome) this.fanOut.now(room, memberAdded(name.text, member.userId, member.info));
    room.listeners.add(client);
    client.deliver(subscriptionSucceeded(name.text, roster?.describe()));
    if (name.cache) this.replay(client, name.text);
    this.countChanged(room);
    return { room, userId: member?.userId ?? null };
  }

  leave(client: Client, { room, userId }: Place): void {
    this.fanOut.finish();
    room.listeners.delete(client);
    if (room.listeners.size === 0) {
      this.rooms.delete(room.name.text);
      return;
    }
    if (userId !== null && room.roster?.leave(userId))
      this.fanOut.now(room, memberRemoved(room.name.text, userId));
    this.countChanged(room);
  }

  /** What an application publishes: heard by everybody in the room, and kept if the channel keeps things. */
  publish(name: ChannelName, publication: Publication): void {
    if (name.cache) this.lastEvents.keep(name.text, publication);
    const room = this.rooms.get(name.text);
    if (room) this.speak(room, publication);
  }

  speak(room: Room, { event, data, userId, except }: Publication): void {
    this.fanOut.later(room, channelEvent(room.name.text, event, data, userId), except);
  }

  /** For large rooms: called now and then, so that a thousand arrivals are not a million messages. */
  tellStaleCounts(): void {
    for (const room of this.rooms.values()) {
      if (room.countIsStale) this.tellCount(room);
    }
  }

  private countChanged(room: Room): void {
    // Members of a presence channel count themselves.
    if (!this.tellCounts || room.roster) return;
    if (room.listeners.size > SMALL_ROOM) room.countIsStale = true;
    else this.tellCount(room);
  }

  private tellCount(room: Room): void {
    room.countIsStale = false;
    this.fanOut.now(room, subscriptionCount(room.name.text, room.listeners.size));
  }

  private replay(client: Client, channel: string): void {
    const last = this.lastEvents.get(channel);
    client.deliver(last ? channelEvent(channel, last.event, last.data) : cacheMiss(channel));
  }
}

function open(name: ChannelName): Room {
  const roster = name.kind === 'presence' ? new Roster() : null;
  return { name, listeners: new Set(), roster, countIsStale: false };
}
