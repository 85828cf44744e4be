// Fetch over Node's own connections, made by an agent that knows the way: pinned certificates, named proxies.
import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import type { Fetch } from './backend-http.ts';

const noBody = new Set([204, 205, 304]);

/** As much of fetch as one exchange of JSON needs; redirects are never followed. */
export function agentFetch(agentFor: (address: URL) => http.Agent): Fetch {
  return async (url, init) => {
    const address = new URL(url);
    const { request: send } = address.protocol === 'https:' ? https : http;
    return new Promise<Response>((resolve, reject) => {
      const request = send(
        address,
        {
          agent: agentFor(address),
          method: init.method ?? 'GET',
          headers: Object.fromEntries(new Headers(init.headers)),
          ...(init.signal ? { signal: init.signal } : {}),
        },
        (message) => {
          const { statusCode: status = 0 } = message;
          if (status >= 300 && status < 400 && status !== 304) {
            message.destroy();
            reject(new Error(`the backend answered with a redirect (${status}), which is not followed`));
            return;
          }
          const headers = new Headers();
          for (const [name, value] of Object.entries(message.headers))
            if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
          if (noBody.has(status)) message.resume();
          const body = noBody.has(status) ? null : (Readable.toWeb(message) as ReadableStream<Uint8Array>);
          resolve(new Response(body, { status, headers }));
        },
      );
      request.once('error', reject);
      request.end(typeof init.body === 'string' ? init.body : undefined);
    });
  };
}
