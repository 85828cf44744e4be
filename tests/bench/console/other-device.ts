// Somebody at another device of the restaurant, who answers orders.
import { randomUUID } from 'node:crypto';
import { demo } from '../../support/backend.ts';

export async function anotherDevice(url: string) {
  const post = async (path: string, token: string | null, body: object) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        ...(token !== null && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { token: string };
  };
  const device = { code: demo.code, installId: randomUUID(), deviceName: 'Kitchen' };
  const { token } = await post('/enrol', null, device);
  return { accept: (order: string) => post(`/orders/${order}/accept`, token, {}) };
}
