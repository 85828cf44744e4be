// A customer's client as anybody may have it: unmodified pusher-js on the channel of one order.
import Pusher from 'pusher-js';
import { demo, type Placed, type RunningBackend } from './backend.ts';
import { until } from './poll.ts';

export async function listenAsCustomer(backend: RunningBackend, { order, publicToken }: Placed) {
  // The Pusher key is public; a device's enrolment is one place where it is told.
  const enrolled = await fetch(`${backend.url}/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: demo.code, installId: 'a-customers-eye', deviceName: 'Test' }),
  });
  const { pusher: address } = (await enrolled.json()) as { pusher: { key: string } };
  const pusher = new Pusher(address.key, {
    cluster: '',
    wsHost: '127.0.0.1',
    wsPort: backend.port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: {
      endpoint: `${backend.url}/pusher/auth`,
      transport: 'ajax',
      headers: { authorization: `Bearer ${publicToken}` },
    },
  });
  const heard: { name: string; data: unknown }[] = [];
  const channel = pusher.subscribe(`private-order-${order.id}`);
  await new Promise<void>((resolve, reject) => {
    channel.bind('pusher:subscription_succeeded', () => resolve());
    channel.bind('pusher:subscription_error', (error: unknown) => reject(new Error(JSON.stringify(error))));
  });
  channel.bind_global((name: string, data: unknown) => {
    if (!name.startsWith('pusher:')) heard.push({ name, data });
  });
  return {
    heard,
    wait: (name: string) =>
      until(`the customer to hear ${name}`, () => heard.find((one) => one.name === name), {
        seen: () => JSON.stringify(heard),
      }),
    stop: () => pusher.disconnect(),
  };
}
