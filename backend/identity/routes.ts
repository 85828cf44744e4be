// The routes by which devices and people come and go: enrol, leave, step in, step out, look into another restaurant.
import { peopleList, restaurantQuery } from '../../contract/admin.ts';
import {
  enrolAnswer,
  enrolRequest,
  me,
  stepInAnswer,
  stepInRequest,
  switchAnswer,
  switchRequest,
  type EnrolAnswer,
} from '../../contract/api.ts';
import { strictly } from '../../contract/tolerant.ts';
import { readEnrolmentCode } from '../../contract/enrolment-code.ts';
import { ProblemError } from '../http/problem.ts';
import { valueOf, type Api } from '../http/endpoint.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import { restaurantFor } from './allowed.ts';
import { offerDevices } from './device-routes.ts';
import { deviceOf, type Identity } from './index.ts';

export type IdentityRoutes = {
  api: Api;
  identity: Identity;
  restaurantOf(id: string): Promise<Restaurant | null>;
  /** What a console is told beside its token: where Pusher is and how channels are called. */
  realtime: Pick<EnrolAnswer, 'pusher' | 'channels'>;
  /** A device was replaced, or left: its Pusher connection is to be ended now rather than at the next turn. */
  departed(): void;
};

export function offerIdentity({ api, identity, restaurantOf, realtime, departed }: IdentityRoutes): void {
  offerDevices({ api, identity, departed });
  api.open(
    {
      method: 'POST',
      path: '/enrol',
      summary:
        'Join a restaurant with an enrolment code; an install that enrols again replaces its own session',
      asks: 'nobody',
      body: enrolRequest,
      answer: enrolAnswer,
      status: 201,
    },
    async ({ body, address }) => {
      const { code } = readEnrolmentCode(body.code);
      const enrolled = valueOf(await identity.enrol({ ...body, code }, address));
      departed();
      const restaurant = await restaurantOf(enrolled.restaurant);
      if (!restaurant) throw new ProblemError('code-unknown', 'This restaurant is gone.', { field: 'code' });
      const { token, leaveTicket, device } = enrolled;
      return {
        token,
        leaveTicket,
        device,
        restaurant,
        ...realtime,
        streams: identity.streamsOfDevice(restaurant.id),
      };
    },
  );

  api.open(
    {
      method: 'POST',
      path: '/leave',
      summary: 'End the session of this device; its leave ticket is enough',
      asks: 'nobody',
    },
    async ({ token }) => {
      if (token === null)
        throw new ProblemError('not-signed-in', 'Send the device’s token or leave ticket as a bearer token.');
      valueOf(await identity.leave(token));
      departed();
    },
  );

  api.open(
    {
      method: 'POST',
      path: '/people/step-in',
      summary: 'Step in with a PIN on a device, or sign in with e-mail address and password',
      asks: 'nobody',
      body: stepInRequest,
      answer: stepInAnswer,
      later: ['restaurants'],
    },
    async ({ body, token, address }) => {
      const by = token === null ? null : valueOf(await identity.identify(token));
      return valueOf(await identity.stepIn(by, body, address));
    },
  );

  api.signed(
    {
      method: 'POST',
      path: '/people/switch',
      summary:
        'A token to look into another restaurant with, of the role that the same person has there; it ends with the one it was asked for with',
      asks: 'somebody',
      body: strictly(switchRequest),
      answer: switchAnswer,
    },
    async ({ principal, token, body }) => {
      if (principal.kind !== 'person') throw new ProblemError('not-allowed', 'Only people switch.');
      const switched = valueOf(await identity.switchRestaurant(token ?? '', body.restaurant));
      const restaurant = await restaurantOf(switched.restaurant);
      if (!restaurant) throw new ProblemError('not-found', 'This restaurant is gone.');
      return { ...switched, restaurant };
    },
  );

  api.signed(
    {
      method: 'POST',
      path: '/people/step-out',
      summary: 'Step out; asked for with the device’s token, whoever is stepped in there',
      asks: 'somebody',
    },
    async ({ principal, token }) => {
      if (principal.kind === 'person') await identity.stepOut({ token: token ?? '' });
      else if (principal.kind === 'device') await identity.stepOut({ device: principal.id });
      else throw new ProblemError('not-allowed', 'Only people and devices step out.');
      departed();
    },
  );

  api.signed(
    {
      method: 'GET',
      path: '/me',
      summary: 'Who this token belongs to',
      asks: 'somebody',
      answer: me,
      later: ['restaurants'],
    },
    async ({ principal }) => {
      const at = deviceOf(principal);
      // A key or a customer learns nothing of a restaurant that its streams would not tell.
      const staff = principal.kind === 'device' || principal.kind === 'person';
      return {
        principal: principal.kind,
        device: at ? await identity.deviceNamed(at.id) : null,
        person:
          principal.kind === 'person'
            ? { id: principal.id, name: principal.name, role: principal.role }
            : null,
        restaurant: staff ? await restaurantOf(principal.restaurant) : null,
        streams: principal.streams,
        ...(principal.kind === 'person' && principal.at !== 'another-restaurant'
          ? { restaurants: await identity.memberships(principal.id) }
          : {}),
      };
    },
  );

  api.signed(
    {
      method: 'GET',
      path: '/people',
      summary: 'Who can step in here',
      asks: 'somebody',
      query: restaurantQuery,
      answer: peopleList,
    },
    async ({ principal, query }) => {
      const restaurant = valueOf(restaurantFor(principal, 'people.read', query.restaurant));
      const people = await identity.people(restaurant);
      return {
        people: people
          .filter((person) => person.endedAt === null)
          .map(({ id, name, role, hasPin, hasPassword }) => ({
            id,
            name,
            role,
            pin: hasPin,
            password: hasPassword,
          })),
      };
    },
  );
}
