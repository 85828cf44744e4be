// Offers the events a consumer missed: the pages of a stream's log.
import { z } from 'zod';
import { eventsPage as eventsPageSchema, eventsQuery } from '../../contract/api.ts';
import { may } from '../../contract/permissions.ts';
import { streamName, type ChannelTemplates } from '../../contract/streams.ts';
import type { Store } from '../db/store.ts';
import { RawJson, type Api } from '../http/endpoint.ts';
import { pageInFirstProtocol, speaksFirstProtocol } from '../http/first-protocol.ts';
import { ProblemError } from '../http/problem.ts';
import { aboutStream } from './about-stream.ts';
import { isOffered } from './offered-streams.ts';
import { eventsPage } from './pages.ts';

export type EventPageRoutes = { api: Api; store: Store; channels: ChannelTemplates };

export function offerEventPages({ api, store, channels }: EventPageRoutes): void {
  api.signed(
    {
      method: 'GET',
      path: '/streams/:stream/events',
      summary: 'The events after a place in a stream; 410 when the log does not hold that place',
      asks: 'somebody',
      params: z.object({ stream: streamName }),
      query: eventsQuery,
      answer: eventsPageSchema,
    },
    async ({ principal, params, query, request }) => {
      const { stream } = params;
      const about = await aboutStream(store.read, stream);
      if (!isOffered(stream, channels) || !may(principal, 'read', stream, about))
        throw new ProblemError('not-allowed', `You may not read ${params.stream}.`);
      const page = await eventsPage(store, params.stream, query);
      if (page.kind === 'gone')
        throw new ProblemError('log-gone', `${page.why}. Take a snapshot and go on from there.`);
      return new RawJson(speaksFirstProtocol(request) ? pageInFirstProtocol(page.json) : page.json);
    },
  );
}
