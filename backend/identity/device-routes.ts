// The routes by which managers see the restaurant's devices, name them, have one be heard, and send one away.
import { z } from 'zod';
import { restaurantQuery } from '../../contract/admin.ts';
import { devicesList, renameRequest, rungAnswer } from '../../contract/api.ts';
import { strictly } from '../../contract/tolerant.ts';
import { valueOf, type Api } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { restaurantFor } from './allowed.ts';
import type { Identity } from './index.ts';

export type DeviceRoutes = {
  api: Api;
  identity: Identity;
  /** A device was signed out: its Pusher connection is to be ended now rather than at the next turn. */
  departed(): void;
};

const params = z.object({ id: z.string().min(1).max(64) });
const asks = 'somebody' as const;
const query = restaurantQuery;
const iso = (at: number) => new Date(at).toISOString();
const noDevice = () => new ProblemError('not-found', 'There is no such device, or it was signed out before.');

export function offerDevices({ api, identity, departed }: DeviceRoutes): void {
  api.signed(
    {
      method: 'GET',
      path: '/devices',
      summary:
        'The devices enrolled to the restaurant: who is in, what they run, whether they would be heard',
      asks,
      query,
      answer: devicesList,
    },
    async ({ principal, query: { restaurant } }) => {
      const rows = await identity.devices(valueOf(restaurantFor(principal, 'devices.read', restaurant)));
      return {
        devices: rows.map(({ enrolledAt, seenAt, closed, ...device }) => ({
          ...device,
          enrolledAt: iso(enrolledAt),
          seenAt: seenAt === null ? null : iso(seenAt),
          closed: closed === null ? null : { at: iso(closed.at), why: closed.why, person: closed.person },
        })),
      };
    },
  );

  api.signed(
    {
      method: 'PUT',
      path: '/devices/:id',
      summary: 'Give a device another name',
      asks,
      params,
      query,
      body: strictly(renameRequest),
    },
    async ({ principal, params: { id }, query: { restaurant }, body: { name } }) => {
      const there = valueOf(restaurantFor(principal, 'devices.write', restaurant));
      if (!(await identity.renameDevice(there, { id, name }))) throw noDevice();
    },
  );

  api.signed(
    {
      method: 'POST',
      path: '/devices/:id/ring',
      summary: 'Have a device be heard and seen, for whoever looks for it; answers whether it was sent to it',
      asks,
      params,
      query,
      answer: rungAnswer,
    },
    async ({ principal, params: { id }, query: { restaurant } }) => {
      const there = valueOf(restaurantFor(principal, 'devices.write', restaurant));
      const rung = await identity.ringDevice(there, id);
      if (rung === null) throw noDevice();
      return { rung };
    },
  );

  api.signed(
    {
      method: 'DELETE',
      path: '/devices/:id',
      summary: 'Sign a device out: its token dies and its live connection ends',
      asks,
      params,
      query,
    },
    async ({ principal, params: { id }, query: { restaurant } }) => {
      const there = valueOf(restaurantFor(principal, 'devices.revoke', restaurant));
      if (!(await identity.revokeDevice(there, id))) throw noDevice();
      departed();
    },
  );
}
