// Serves the phone's page, its worker and what a home screen shows of it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { offerPageFiles, typeOf, workerPolicy } from '../http/page-files.ts';

/** The page speaks to its own origin and to nobody else. */
export const phonePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "manifest-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const assets = ['page.js', 'index.css', '256x256.png', 'manifest.webmanifest'];

export function offerPhoneFiles(app: FastifyInstance, folders: { page: string; worker: string }): void {
  app.get('/phone/:token', async (_request, reply) =>
    reply
      .header('content-security-policy', phonePolicy)
      .type('text/html; charset=utf-8')
      .send(await readFile(path.join(folders.page, 'index.html'))),
  );
  offerPageFiles(app, [
    ...assets.map((name) => ({
      url: `/phone/assets/${name}`,
      file: path.join(folders.page, name),
      type: typeOf(name),
    })),
    {
      url: '/phone/worker.js',
      file: path.join(folders.worker, 'worker.js'),
      type: typeOf('worker.js'),
      policy: workerPolicy,
    },
  ]);
}
