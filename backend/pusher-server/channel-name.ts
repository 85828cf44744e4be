// What a channel's name says about it: who may listen, and whether its last event is kept.

export type ChannelKind = 'public' | 'private' | 'encrypted' | 'presence' | 'user';

export type ChannelName = {
  text: string;
  kind: ChannelKind;
  /** New subscribers get the last event. */
  cache: boolean;
};

const LONGEST_NAME = 200;
const LONGEST_USER_ID = 128;
// Anchored at both ends: a pattern that only has to match somewhere lets any name through.
const ALLOWED = /^[A-Za-z0-9_\-=@,.;]+$/;
const USER_PREFIX = '#server-to-user-';
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Null when no channel may be called that. */
export function readChannelName(text: string): ChannelName | null {
  if (text.startsWith(USER_PREFIX)) {
    return isUserId(text.slice(USER_PREFIX.length)) ? { text, kind: 'user', cache: false } : null;
  }
  if (text.length > LONGEST_NAME || !ALLOWED.test(text)) return null;
  if (text.startsWith('private-encrypted-')) return named(text, 'encrypted', 'private-encrypted-cache-');
  if (text.startsWith('private-')) return named(text, 'private', 'private-cache-');
  if (text.startsWith('presence-')) return named(text, 'presence', 'presence-cache-');
  return named(text, 'public', 'cache-');
}

function named(text: string, kind: ChannelKind, cachePrefix: string): ChannelName {
  return { text, kind, cache: text.startsWith(cachePrefix) };
}

/** The channel on which a signed-in user, and nobody else, is spoken to. */
export function userChannel(userId: string): string {
  return USER_PREFIX + userId;
}

/** User ids are the application's own, so nearly anything goes: an e-mail address, a uuid, a number as text. */
export function isUserId(id: string): boolean {
  return id.length > 0 && id.length <= LONGEST_USER_ID && !CONTROL.test(id);
}
