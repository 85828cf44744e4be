// Reads which events are sent a second time under another name, for clients that know them by that one.
import { eventTypes, isFromSubscriber } from '../../contract/events.ts';

/** By the type of an event, the further names that it is sent under. */
export type EventAliases = ReadonlyMap<string, readonly string[]>;
export type AliasesRead = { ok: true; aliases: EventAliases } | { ok: false; why: string };

/** With the event itself, and the plain one of chat, what one event becomes still fits one request. */
const mostOfOne = 8;
const longestName = 200;

const example = 'such as notification.new=Internal Notification';

/** `text`: `TYPE=NAME`, with commas between them. */
export function readAliases(text: string): AliasesRead {
  const aliases = new Map<string, string[]>();
  for (const entry of text.split(',')) {
    if (entry.trim() === '') continue;
    const equals = entry.indexOf('=');
    const type = entry.slice(0, Math.max(0, equals)).trim();
    const name = entry.slice(equals + 1).trim();
    const why = equals < 0 ? `is not TYPE=NAME, ${example}.` : (refusalOf(type, name) ?? null);
    if (why !== null) return { ok: false, why: `PUSHER_EVENT_ALIASES is wrong: "${entry.trim()}" ${why}` };
    const names = new Set(aliases.get(type)).add(name);
    if (names.size > mostOfOne)
      return { ok: false, why: `PUSHER_EVENT_ALIASES is wrong: ${type} has more than ${mostOfOne} names.` };
    aliases.set(type, [...names]);
  }
  return { ok: true, aliases };
}

function refusalOf(type: string, name: string): string | null {
  if (!eventTypes.includes(type))
    return `names an event that there is not. There are: ${eventTypes.join(', ')}.`;
  if (name === '') return `has no name, ${example}.`;
  if (name.length > longestName) return `has a name of more than ${longestName} characters.`;
  if (/^pusher(?:_internal)?:/.test(name)) return 'takes a name that belongs to Pusher. Take another one.';
  if (isFromSubscriber(name)) return 'takes a name of those that clients send each other. Take another one.';
  if (eventTypes.includes(name) || name === plainChatEvent)
    return 'takes a name that another event has here. Take another one.';
  return null;
}

/** What a message of a chat is sent as beside its own event. */
export const plainChatEvent = 'message';
