// Somebody on another device of the demo restaurant, by the backend's own routes: sends, opens, and counts.
import { randomUUID } from 'node:crypto';
import type { Restaurant } from '../../contract/restaurant.ts';
import { demo, type RunningBackend } from './backend.ts';

export type SecondDevice = {
  /** Whose inbox it is. */
  person: string;
  /** The ids of those it was sent to are the person's own; answers the notification's id. */
  send(title: string, more?: object): Promise<string>;
  open(notification: string): Promise<void>;
  unread(): Promise<number>;
  /** How often the stream says that it was opened. */
  timesOpened(notification: string): Promise<number>;
  /** The restaurant's. */
  timeZone(): Promise<string>;
  /** As a manager: every day, from one time of the restaurant's clock to another. */
  openDaily(opens: string, closes: string): Promise<void>;
};

type Stepped = { token: string; person: { id: string } };
type Logged = { type: string; opening?: { ids: string[] } };

export async function stepInElsewhere({ url }: RunningBackend, pin: string): Promise<SecondDevice> {
  async function ask<T>(method: string, path: string, token: string | null, body?: object): Promise<T> {
    const response = await fetch(url + path, {
      method,
      headers: {
        'content-type': 'application/json',
        'counterbell-protocol': '2',
        'idempotency-key': randomUUID(),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? null : await response.json()) as T;
  }
  const device = await ask<{ token: string }>('POST', '/enrol', null, {
    code: demo.code,
    installId: randomUUID(),
    deviceName: 'Office',
  });
  const { token, person } = await ask<Stepped>('POST', '/people/step-in', device.token, { pin });
  return {
    person: person.id,
    async send(title, more = {}) {
      const notification = { title, body: `Words of ${title}`, ...more };
      const sent = await ask<{ id: string }>('POST', '/notifications', token, {
        userIds: [person.id],
        notification,
      });
      return sent.id;
    },
    open: (notification) => ask('POST', `/notifications/${notification}/open`, token, {}),
    unread: async () => (await ask<{ unread: number }>('GET', '/notifications?limit=1', token)).unread,
    timeZone: async () => (await ask<Restaurant>('GET', '/restaurant', token)).timeZone,
    async openDaily(opens, closes) {
      const {
        id: _id,
        accepting: _accepting,
        ...settings
      } = await ask<Restaurant>('GET', '/restaurant', token);
      const week = Array.from({ length: 7 }, () => [{ opens, closes }]);
      await ask('PUT', '/restaurant', token, { ...settings, openingHours: { week, exceptions: [] } });
    },
    async timesOpened(notification) {
      const path = `/streams/${encodeURIComponent(`user:${person.id}`)}/events?after=0&limit=500`;
      const { events } = await ask<{ events: Logged[] }>('GET', path, token);
      return events.filter(({ opening }) => opening?.ids.includes(notification) === true).length;
    },
  };
}
