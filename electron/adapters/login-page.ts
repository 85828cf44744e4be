// Tells a network's login page from an answer of the backend: what a captive portal puts in its place.
import http from 'node:http';
import https from 'node:https';

/** What a page shows of itself before its body is read. */
export type Shown = { status: number; contentType: string | null; location: string | null };

/** Asks an address for nothing of ours, with no token; null: nobody answers. */
export type LookAt = (address: URL) => Promise<Shown | null>;

/** A backend answers in JSON and sends nobody elsewhere; an address of its own that has moved is no login page. */
export function isLoginPage(asked: URL, { status, contentType, location }: Shown): boolean {
  // https://www.rfc-editor.org/rfc/rfc6585#section-6: said by networks, never by a backend.
  if (status === 511) return true;
  if (status >= 300 && status < 400)
    return (
      location !== null &&
      URL.canParse(location, asked.href) &&
      new URL(location, asked.href).hostname !== asked.hostname
    );
  // An error in HTML is what a web server before a backend says while the backend is down.
  return status >= 200 && status < 300 && /^text\/html\b/i.test(contentType ?? '');
}

/** A path that a portal answers as any other, and that nobody else has anything at. */
const asked = '/generate_204';
const looksAtMostMs = 2000;

/**
 * Where a page would show itself, after an exchange that led elsewhere or met a certificate that is not the backend's:
 * portals take over what is not encrypted.
 */
export const openPlace = ({ hostname, host, protocol }: URL): URL =>
  new URL(`http://${protocol === 'https:' ? hostname : host}${asked}`);

export function lookAt(agentFor: (address: URL) => http.Agent | undefined): LookAt {
  return (address) =>
    new Promise((resolve) => {
      const { get } = address.protocol === 'https:' ? https : http;
      const agent = agentFor(address);
      const request = get(
        address,
        { ...(agent && { agent }), headers: { accept: '*/*' }, timeout: looksAtMostMs },
        (message) => {
          const { 'content-type': contentType = null, location = null } = message.headers;
          resolve({ status: message.statusCode ?? 0, contentType, location });
          message.destroy();
        },
      );
      const late = setTimeout(() => request.destroy(), looksAtMostMs);
      request.once('close', () => {
        clearTimeout(late);
        resolve(null);
      });
      request.on('error', () => resolve(null));
      request.on('timeout', () => request.destroy());
    });
}
