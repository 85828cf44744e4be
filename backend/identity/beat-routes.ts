// Takes the beat of a console: what it can do right now; answers the time and where each of its streams stands. And its
// farewell, when there will be no more of them.
import { beatAnswer, beatRequest, farewellRequest, type EnrolAnswer } from '../../contract/api.ts';
import { may, type Principal } from '../../contract/permissions.ts';
import type { Store } from '../db/store.ts';
import type { Api } from '../http/endpoint.ts';
import { protocolOf } from '../http/first-protocol.ts';
import { ProblemError } from '../http/problem.ts';
import { headsOf } from '../streams/event-log.ts';
import { isOffered } from '../streams/offered-streams.ts';
import { countConsoles } from './count-consoles.ts';
import type { BeatingDevice } from './beats.ts';
import { deviceOf, type Identity } from './index.ts';

export type BeatRoutes = {
  api: Api;
  store: Store;
  identity: Identity;
  realtime: Pick<EnrolAnswer, 'pusher' | 'channels'>;
  now: () => number;
};

export function offerBeat({ api, store, identity, realtime, now }: BeatRoutes): void {
  const consoles = countConsoles();

  api.signed(
    {
      method: 'POST',
      path: '/beat',
      summary: 'What this console can do right now; answers the time and where each stream stands',
      asks: 'somebody',
      body: beatRequest,
      answer: beatAnswer,
      later: ['channels', 'device'],
    },
    async ({ principal, body, request }) => {
      const device = consoleOf(principal);
      await identity.beat(device, { ...body, protocol: protocolOf(request) });
      consoles.heard(device.id, now());
      // Streams opened with another token (somebody's inbox) are asked for with that token.
      const asked = Object.keys(body.cursors).filter(
        (stream) => isOffered(stream, realtime.channels) && may(principal, 'read', stream),
      );
      const heads = await headsOf(store.read, [...new Set([...principal.streams, ...asked])]);
      return {
        now: new Date(now()).toISOString(),
        heads,
        crowd: consoles.size(now()),
        pusher: realtime.pusher,
        channels: realtime.channels,
        ...(principal.kind === 'device'
          ? { device: { id: principal.id, name: principal.name, kind: principal.role } }
          : {}),
      };
    },
  );

  api.signed(
    {
      method: 'POST',
      path: '/devices/farewell',
      summary: 'This console ends: nobody has to wait until its beats stay away',
      asks: 'somebody',
      body: farewellRequest,
    },
    ({ principal, body }) => identity.farewell(consoleOf(principal), body),
  );
}

function consoleOf(principal: Principal): BeatingDevice {
  const device = deviceOf(principal);
  if (device === null || !may(principal, 'beat', `restaurant:${device.restaurant}`))
    throw new ProblemError('not-allowed', 'Only consoles beat.');
  return device;
}
