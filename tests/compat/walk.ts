// The walk through every route of the backend that each version is recorded on: who asks what, in which order.
import { randomUUID } from 'node:crypto';
import type { Answered, Asked } from './exchange.ts';
import { largeOrder, richOrder, soup } from './orders.ts';
import { walkAmongPeople } from './walk-people.ts';

type More = Partial<Omit<Asked, 'method' | 'path' | 'token'>> & { afterMs?: number };
export type Ask = (
  name: string,
  token: string | null,
  line: `${Asked['method']} /${string}`,
  more?: More,
) => Promise<Answered>;
export type Walker = {
  ask: Ask;
  adminKey: string;
  /** Asks the same again and again, and keeps the first answer that is one. */
  until(name: string, token: string, line: `GET /${string}`, good: (body: Body) => boolean): Promise<Body>;
  /** Somebody subscribes to that channel with what the authorizer answered, and hears what is pushed. */
  listen(token: string, channel: string): Promise<void>;
};
// eslint-disable-next-line typescript/no-explicit-any -- recorded bodies are of every shape
type Body = any;

const reasonable = { live: true, audible: true, window: 'hidden', person: null } as const;

export async function walk(walker: Walker): Promise<void> {
  const { ask, adminKey } = walker;
  const get = async (...words: Parameters<Ask>): Promise<Body> => (await ask(...words)).body;
  const all = adminKey;

  await ask('alive', null, 'GET /healthz');
  await ask('ready', null, 'GET /readyz');
  await ask('the document', null, 'GET /openapi.json');

  // A restaurant and its people.
  await get('found a restaurant', all, 'POST /restaurants', {
    body: { id: 'bella', name: 'Bella', timeZone: 'Europe/Berlin', currency: 'EUR' },
  });
  await ask('found another', all, 'POST /restaurants', { body: { id: 'roma', name: 'Roma' } });
  await ask('every restaurant', all, 'GET /restaurants');
  await ask('close one', all, 'DELETE /restaurants/roma');
  const here = '?restaurant=bella';
  const settings = await get('the restaurant', all, `GET /restaurant${here}`);
  const { id: _id, accepting: _accepting, ...plain } = settings;
  const openAlways = { ...plain, openingHours: null, autoAccept: ['kiosk'] };
  await ask('its settings', all, `PUT /restaurant${here}`, {
    body: { ...openAlways, escalation: { afterSeconds: 60, webhook: 'http://127.0.0.1:9/hook' } },
  });
  await ask('refused: a setting is wrong', all, `PUT /restaurant${here}`, {
    body: { ...openAlways, prepMinutes: 0 },
  });
  await ask('add a counter', all, `POST /people${here}`, {
    body: { name: 'Ada Lindqvist', role: 'counter', pin: '2468' },
  });
  await ask('add a manager', all, `POST /people${here}`, {
    body: {
      name: 'Bo Castellan',
      role: 'manager',
      pin: '135790',
      email: 'bo@bella.example',
      password: 'a long password',
    },
  });
  const leaver = await get('add somebody who goes', all, `POST /people${here}`, {
    body: { name: 'Cy Moreau', role: 'admin', pin: '975310' },
  });
  await ask('end a person', all, `DELETE /people/${leaver.id}${here}`);
  const { code } = await get('a code', all, `POST /codes${here}`, {
    body: { label: 'counters', maxUses: null, expiresInHours: null },
  });
  const once = await get('a code for once', all, `POST /codes${here}`, { body: { maxUses: 1 } });
  const brief = await get('a code that ends', all, `POST /codes${here}`, { body: { expiresInHours: 0.01 } });
  await ask('codes', all, `GET /codes${here}`);
  const { key: web } = await get('a channel’s key', all, `POST /keys${here}`, { body: { name: 'web' } });
  const other = await get('an administrator’s key', all, `POST /keys${here}`, {
    body: { name: 'it', kind: 'admin' },
  });
  await ask('keys', all, `GET /keys${here}`);
  await ask('withdraw a key', all, `DELETE /keys/${other.id}${here}`);
  await ask('the webhook', all, `GET /webhook${here}`);
  await ask('a new secret', all, `POST /webhook/secret${here}`);

  // A console.
  const enrol = (name: string, installId: string, with_: string, afterMs = 0) =>
    ask(name, null, 'POST /enrol', {
      body: { code: with_, installId, deviceName: 'Counter 1' },
      ...(afterMs > 0 ? { afterMs } : {}),
    });
  const till = (await enrol('enrol', 'install-of-the-till', code)).body as Body;
  const second = (await enrol('enrol once', 'install-of-another', once.code)).body as Body;
  await enrol('refused: code-used-up', 'install-of-a-third', once.code);
  await enrol('refused: code-unknown', 'install-of-a-third', 'NO-SUCH-CODE');
  await enrol('refused: code-expired', 'install-of-a-third', brief.code, 40_000);
  await ask('withdraw a code', all, `DELETE /codes/${brief.id}${here}`);
  const device: string = till.token;
  await ask('refused: not-signed-in', null, 'GET /me');
  await ask('me, a device', device, 'GET /me');
  await ask('me, a key', web, 'GET /me');
  await ask('the restaurant, for a device', device, 'GET /restaurant');
  await ask('refused: not-allowed', device, 'GET /codes');
  await ask('who can step in', device, 'GET /people');
  const home = 'restaurant:bella';
  const beat = (cursor: number) => ({ ...reasonable, cursors: { [home]: cursor } });
  await ask('beat', device, 'POST /beat', { body: beat(0) });
  await ask('an empty snapshot', device, 'GET /snapshot');
  await ask('authorize, JSON', device, 'POST /pusher/authorize', {
    body: { socketId: '123.456', channelName: 'private-restaurant-bella' },
  });
  await ask('authorize, a form', device, 'POST /pusher/auth', {
    form: { socket_id: '123.456', channel_name: 'private-restaurant-bella' },
  });
  await ask('refused: a channel of somebody else', device, 'POST /pusher/authorize', {
    body: { socketId: '123.456', channelName: 'private-restaurant-roma' },
  });
  await ask('sign in to Pusher', device, 'POST /pusher/user-auth', { body: { socketId: '123.456' } });
  await walker.listen(device, 'private-restaurant-bella');
  await ask('refused: a wrong PIN', device, 'POST /people/step-in', { body: { pin: '0000' } });
  const ada = await get('step in', device, 'POST /people/step-in', { body: { pin: '2468' } });
  await ask('me, a person', ada.token, 'GET /me');
  const bo = await get('sign in with a password', second.token, 'POST /people/step-in', {
    body: { email: 'bo@bella.example', password: 'a long password' },
  });

  // Orders, and every verb.
  const place = async (name: string, body: object): Promise<Body> =>
    get(name, web, 'POST /orders', { body, key: randomUUID() });
  const rich = await place('place an order', richOrder);
  const key = randomUUID();
  await ask('place another', web, 'POST /orders', { body: soup, key });
  await ask('the same again', web, 'POST /orders', { body: soup, key });
  await ask('refused: key-reused', web, 'POST /orders', { body: richOrder, key });
  await ask('refused: invalid', web, 'POST /orders', { body: { items: [] } });
  await ask('refused: an unknown field', web, 'POST /orders', { body: { ...soup, colour: 'red' } });
  await ask('refused: unreadable', web, 'POST /orders', { raw: '{"items":' });
  await ask('refused: a device places', device, 'POST /orders', { body: soup });
  const large = await place('a large order', largeOrder);
  const scheduled = await place('a scheduled order', {
    ...soup,
    promisedAt: '@+3600000',
    ringAt: '@+1800000',
  });
  const kiosk = await place('an order that is accepted by itself', { ...soup, channel: 'kiosk' });
  const press = (name: string, token: string, order: Body, verb: string, body: object = {}) =>
    ask(name, token, `POST /orders/${order.order.id}/${verb}`, { body, key: randomUUID() });
  const at = '@-1000';
  await press('stop-bell', device, rich, 'stop-bell', { seconds: 90, occurredAt: at, from: ['new'] });
  await press('accept', ada.token, rich, 'accept', { minutes: 20, person: ada.person.id, occurredAt: at });
  await press('accept again', device, rich, 'accept');
  await press('delay', device, rich, 'delay', { minutes: 10 });
  const [first] = rich.order.items;
  await press('tick', device, rich, `items/${first.id}/tick`, { ticked: true });
  await press('refused: no such item', device, rich, 'items/nothing/tick', { ticked: true });
  await press('ready', ada.token, rich, 'ready', { from: ['new', 'accepted'] });
  await press('recall', device, rich, 'recall');
  await press('refused: conflict', device, rich, 'reject', { reason: 'Sold out' });
  await press('refused: may not cancel', device, rich, 'cancel');
  await press('ready once more', device, rich, 'ready');
  await press('refused: no such order', device, { order: { id: randomUUID() } }, 'accept');
  await press('cancel an accepted one', bo.token, kiosk, 'cancel', { reason: 'No gas' });
  await press('understood', device, kiosk, 'understood');
  await press('reject', device, large, 'reject', { reason: 'Sold out' });
  await press('cancel by the channel', web, scheduled, 'cancel', { reason: 'Changed my mind' });
  await ask('one order', device, `GET /orders/${rich.order.id}`);
  await ask('one order, for its channel', web, `GET /orders/${rich.order.id}`);
  await ask('one order, for its customer', rich.publicToken, `GET /orders/${rich.order.id}`);
  await ask('the customer’s page', rich.publicToken, `GET /track/${rich.publicToken}/state`);
  await walker.until(
    'the customer is told',
    rich.publicToken,
    `GET /streams/order:${rich.order.id}/events`,
    ({ events }) => events.some(({ type }: Body) => type === 'order.ready'),
  );
  await press('collect', device, rich, 'collect');
  await ask('search', device, 'GET /orders?status=new,collected&q=Margherita&limit=1');
  await ask('the next page', device, 'GET /orders?limit=2');
  await ask('a timeline', device, `GET /orders/${rich.order.id}/timeline`);
  await ask('receipts', device, 'POST /receipts', {
    body: {
      receipts: [
        { order: rich.order.id, stage: 'stored', at },
        { order: rich.order.id, stage: 'shown', at, person: ada.person.id },
        { order: rich.order.id, stage: 'sounded', at },
        { order: rich.order.id, stage: 'acknowledged', at },
      ],
    },
  });
  await ask('receipts of the page', rich.publicToken, 'POST /receipts', {
    body: { receipts: [{ order: rich.order.id, stage: 'page-open', at }] },
  });

  await walkAmongPeople({
    walker,
    device,
    till,
    counter: ada,
    manager: bo,
    order: rich,
    web,
    settings: { ...openAlways, escalation: { afterSeconds: 60, webhook: 'http://127.0.0.1:9/hook' } },
  });

  // Nobody answers, so the managers are called; then somebody does.
  const waiting = await place('an order that waits', soup);
  await ask('beat, a minute later', device, 'POST /beat', { body: beat(12), afterMs: 70_000 });
  const inbox = `GET /streams/user:${bo.person.id}/events` as const;
  const told =
    (type: string) =>
    ({ events }: Body) =>
      events.some((event: Body) => event.type === type);
  await walker.until('the managers are called', bo.token, inbox, told('escalation.raised'));
  await press('accepted at last', device, waiting, 'accept');
  await walker.until('and told that it is over', bo.token, inbox, told('escalation.cancelled'));
  await ask('a page of events', device, `GET /streams/${home}/events?after=0&limit=5`);
  await ask('refused: log-gone', device, `GET /streams/${home}/events?after=3&id=nobody`);
  await ask('refused: a stream of somebody else', device, 'GET /streams/restaurant:roma/events');
  await ask('the whole world', device, 'GET /streams/global/events');
  await ask('pause', bo.token, 'PUT /restaurant', {
    body: {
      ...openAlways,
      pause: { until: '@+600000', reason: 'Too much at once' },
      escalation: { afterSeconds: 180, webhook: null },
    },
  });
  await ask('refused: paused', web, 'POST /orders', { body: soup });
  await ask('devices', bo.token, 'GET /devices');
  await ask('sign a device out', bo.token, `DELETE /devices/${second.device.id}`);
  await ask('refused: device-revoked', second.token, 'GET /me');
  await ask('every event', device, `GET /streams/${home}/events`);
  await ask('a snapshot', device, 'GET /snapshot');
  await ask('the first page of one', device, 'GET /snapshot?limit=2');
  await ask('step out', device, 'POST /people/step-out');
  await ask('leave', till.leaveTicket, 'POST /leave');
  await ask('refused: nothing there', null, 'GET /nothing');
}
