// Serves the files of a page that runs in somebody's browser: each by its own address, and always asked for anew.
import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';

export type PageFile = { url: string; file: string; type: string; policy?: string };

const types = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  png: 'image/png',
  webmanifest: 'application/manifest+json; charset=utf-8',
} as const;

export const typeOf = (file: string): string =>
  types[file.slice(file.lastIndexOf('.') + 1) as keyof typeof types] ?? 'application/octet-stream';

export function offerPageFiles(app: FastifyInstance, files: readonly PageFile[]): void {
  for (const { url, file, type, policy } of files)
    app.get(url, async (_request, reply) => {
      reply.header('cache-control', 'no-cache').type(type);
      if (policy !== undefined) reply.header('content-security-policy', policy);
      return reply.send(await readFile(file));
    });
}

/** A service worker asks for nothing; what it shows has a picture from here. */
export const workerPolicy = "default-src 'none'; img-src 'self'; frame-ancestors 'none'";
