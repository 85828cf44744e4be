// The part of the walk that is about people: what they are told, what they write to each other, what is announced,
// their devices and phones, and roles in several restaurants.
import { randomUUID } from 'node:crypto';
import type { Walker } from './walk.ts';

// eslint-disable-next-line typescript/no-explicit-any -- recorded bodies are of every shape
type Body = any;

export type AmongPeople = {
  walker: Walker;
  /** Tokens and ids as the walk got them before. */
  device: string;
  till: Body;
  counter: Body;
  manager: Body;
  order: Body;
  web: string;
  settings: object;
};

/** Of the example in RFC 8291, so that it is a point of the curve. */
const keys = {
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};
const subscription = (name: string) => ({ endpoint: `https://push.example/${name}`, keys });

export async function walkAmongPeople(at: AmongPeople): Promise<void> {
  await notifications(at);
  await chats(at);
  await announcements(at);
  const office = await devicesAndPhones(at);
  await severalRestaurants(at, office);
  await at.walker.ask('the way of an order is tried', at.device, 'POST /devices/test-event', {
    body: { test: '00000000-0000-4000-8000-000000000042' },
  });
}

async function notifications({ walker: { ask, until }, counter, manager, order, web }: AmongPeople) {
  const notify = (body: object) => ({ body, key: randomUUID() });
  const notification = {
    title: 'Inventory tonight',
    body: 'After closing.',
    data: { list: 7 },
    order: order.order.id,
  };
  const sent = (
    await ask(
      'notify people',
      manager.token,
      'POST /notifications',
      notify({ userIds: [counter.person.id, manager.person.id], notification }),
    )
  ).body as Body;
  await ask(
    'refused: notify somebody else’s',
    manager.token,
    'POST /notifications',
    notify({ userIds: ['nobody'], notification }),
  );
  await ask(
    'refused: a channel without the right',
    web,
    'POST /notifications',
    notify({ userIds: [counter.person.id], notification }),
  );
  await until(
    'it is in their stream',
    counter.token,
    `GET /streams/user:${counter.person.id}/events`,
    ({ events }: Body) => events.some(({ id }: Body) => id === sent.id),
  );
  await ask('an inbox', counter.token, 'GET /notifications?unread=true&limit=1');
  await ask('open a notification', counter.token, `POST /notifications/${sent.id}/open`, {
    body: {},
    key: randomUUID(),
  });
  await ask('open all of them', manager.token, 'POST /notifications/open-all', {
    body: {},
    key: randomUUID(),
  });
  await ask('what is heard', counter.token, 'GET /notifications/choices');
  await ask('choose what is heard', counter.token, 'PUT /notifications/choices', {
    body: { choices: { message: 'quiet', announcement: 'off' } },
    key: randomUUID(),
  });
  await ask('refused: never off', counter.token, 'PUT /notifications/choices', {
    body: { choices: { escalation: 'off' } },
    key: randomUUID(),
  });
}

async function chats({ walker: { ask }, device, counter, manager, order, settings }: AmongPeople) {
  await ask('customers may begin a chat', manager.token, 'PUT /restaurant', {
    body: { ...settings, chat: 'customers-begin', orderNewToManagers: true },
  });
  const { id } = order.order;
  const write = (name: string, token: string, chat: string, message: string) =>
    ask(name, token, 'POST /api/chat', { body: { id: chat, message }, key: randomUUID() });
  const asked = (await write('a customer writes', order.publicToken, id, 'Is it ready?')).body as Body;
  const said = (await write('somebody answers', counter.token, id, 'In five minutes.')).body as Body;
  await write('among themselves', manager.token, 'bella', 'We are out of rocket.');
  await write('refused: another’s chat', order.publicToken, 'bella', 'Hello');
  await ask('staff have read it', device, 'POST /api/chat/read', { body: { id, upTo: asked.message.id } });
  await ask('the customer has read it', order.publicToken, 'POST /api/chat/read', {
    body: { id, upTo: said.message.id },
  });
  await ask('a chat, for staff', device, `GET /api/chat/${id}?limit=1`);
  await ask('a chat, for its customer', order.publicToken, `GET /api/chat/${id}`);
  await ask('the restaurant’s chat', device, 'GET /api/chat/bella');
  await ask('delete a message', manager.token, `DELETE /api/chat/${id}/messages/${said.message.id}`);
  await ask('every chat of the restaurant', device, 'GET /streams/chat:bella/events');
  await ask('one chat, for its customer', order.publicToken, `GET /streams/chat:${id}/events`);
}

async function announcements({ walker: { ask, adminKey }, device, manager }: AmongPeople) {
  const announce = (name: string, token: string, text: string, more: object = {}) =>
    ask(name, token, 'POST /announcements', { body: { text, ...more }, key: randomUUID() });
  await announce('announce here', manager.token, 'The oven is being repaired.', { until: '@+3600000' });
  const all = (await announce('announce to all', adminKey, 'The phone line is down.')).body as Body;
  await announce('refused: an end in the past', manager.token, 'Too late.', { until: '@-1000' });
  await announce('refused: a device announces', device, 'Hello');
  await ask('announcements', device, 'GET /announcements');
  await ask('end an announcement', adminKey, `DELETE /announcements/${all.id}`);
}

async function severalRestaurants({ walker: { ask, adminKey }, manager }: AmongPeople, office: string) {
  await ask('a second restaurant', adminKey, 'POST /restaurants', { body: { id: 'siena', name: 'Siena' } });
  const there = (
    await ask('the same person there', adminKey, 'POST /people?restaurant=siena', {
      body: { name: 'Bo Castellan', role: 'admin', pin: '864209' },
    })
  ).body as Body;
  await ask('they are one', adminKey, `POST /people/${manager.person.id}/link`, {
    body: { person: there.id },
  });
  const both = (await ask('step in, with both', office, 'POST /people/step-in', { body: { pin: '135790' } }))
    .body as Body;
  const switched = (
    await ask('look into the other', both.token, 'POST /people/switch', { body: { restaurant: 'siena' } })
  ).body as Body;
  await ask('devices of the other', switched.token, 'GET /devices');
  await ask('refused: no role there', both.token, 'POST /people/switch', { body: { restaurant: 'roma' } });
  await ask('they are two again', adminKey, `DELETE /people/${there.id}/link`);
}

async function devicesAndPhones({ walker: { ask, adminKey }, till, counter, manager, order }: AmongPeople) {
  const { code } = (
    await ask('a code for an office', adminKey, 'POST /codes?restaurant=bella', { body: { kind: 'office' } })
  ).body as Body;
  const office = (
    await ask('enrol an office', null, 'POST /enrol', {
      body: { code, installId: 'install-of-the-office', deviceName: 'Laptop' },
    })
  ).body as Body;
  const { token } = manager;
  await ask('rename a device', token, `PUT /devices/${till.device.id}`, { body: { name: 'By the door' } });
  await ask('where is it', token, `POST /devices/${till.device.id}/ring`);

  const phone = async () => {
    const { path } = (await ask('a link for a phone', token, 'POST /phones/link', { body: {} })).body as Body;
    const link = (path as string).split('/').at(-1) ?? '';
    await ask('whose phone it would be', link, 'GET /phone/state');
    const body = { subscription: subscription('a-phone'), name: 'Android · Chrome' };
    return ((await ask('add a phone', link, 'POST /phone/add', { body })).body as Body).token as string;
  };
  const first = await phone();
  await ask('it has another address', first, 'POST /phone/renew', {
    body: { subscription: subscription('it-moved') },
  });
  const { phones } = (await ask('phones', token, 'GET /phones')).body as Body;
  await ask('take a phone off', token, `DELETE /phones/${phones[0].id}`);
  await ask('a phone leaves', await phone(), 'POST /phone/leave', { body: {} });

  const app = { kind: 'fcm', token: 'token-of-an-app', name: 'Pixel' };
  const tied = (await ask('push to an app', counter.token, 'PUT /push-registrations', { body: app }))
    .body as Body;
  await ask('push to a page', order.publicToken, 'PUT /push-registrations', {
    body: { kind: 'web', subscription: subscription('a-page') },
  });
  await ask('where pushes go', counter.token, 'GET /push-registrations');
  await ask('push there no more', counter.token, `DELETE /push-registrations/${tied.id}`);
  return office.token as string;
}
