// Tells where the Pusher service is: a backend with an embedded one does not know by which name it was reached.
import type { PusherAddress } from '../../contract/api.ts';

const hostPattern = /^https?:\/\/(?:[^/?#@]*@)?(\[[^\]]+\]|[^/?#:]+)/i;

export function pusherAddressOf({ url, pusher }: { url: string; pusher: PusherAddress }): PusherAddress {
  if (!ownPusher(pusher)) return pusher;
  return { ...pusher, host: hostPattern.exec(url)?.[1] ?? '' };
}

/** The backend's own, behind the same door and the same certificate. */
export function ownPusher(pusher: PusherAddress): boolean {
  return pusher.host === '' && pusher.cluster === undefined;
}

export const samePusher = (a: PusherAddress, b: PusherAddress): boolean =>
  a.key === b.key && a.cluster === b.cluster && a.host === b.host && a.port === b.port && a.tls === b.tls;
