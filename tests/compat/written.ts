// What people write for a version: policies as IT hands them out, and enrolment codes as they are typed.
import { writeEnrolmentCode } from '../../contract/enrolment-code.ts';

const fingerprint = 'ab12'.repeat(16);
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const policies: Record<string, string> = {
  enrolment: json({
    backend: { url: 'https://orders.example:8443', fingerprint },
    enrolment: { code: 'KITCHEN-7', deviceName: 'Counter 1' },
  }),
  settings: json({
    proxy: { url: 'http://name:word@proxy.example:3128', except: ['orders.example'] },
    settings: {
      language: 'de',
      theme: 'dark',
      density: 'wall',
      startAtLogin: true,
      bell: { volume: 0.5, snoozeSeconds: 60 },
      ladder: { ringsAtSeconds: [0, 20, 40], thenEverySeconds: 15, louderAtSeconds: 40 },
      burst: { moreThan: 3, withinSeconds: 20 },
      stepOutAfterMinutes: 5,
    },
  }),
  existing: json({
    backend: {
      url: 'https://shop.example',
      existing: {
        restaurant: { id: 'shop', name: 'The Shop', currency: 'EUR' },
        token: 'a-token-of-theirs',
        header: { name: 'X-Api-Token', value: ':token' },
        list: { path: '/api/orders?open=1', field: 'data', next: 'links.next', count: 'meta.total' },
        order: { path: '/api/orders/:id', field: 'data' },
        ready: { method: 'PATCH', path: '/api/orders/:id', body: { status: 'done' } },
        authorize: { path: '/broadcasting/auth', style: 'form' },
        pusher: { key: 'their-key', cluster: 'eu', host: '', port: 443, tls: true },
        channel: 'private-orders.7',
        newOrderEvents: ['order.placed'],
        fields: { id: 'uuid', placedAt: 'placed_at', items: 'lines' },
        statuses: { open: 'new', making: 'accepted', done: 'ready' },
        fulfilments: { takeaway: 'pick-up' },
        timeZone: 'Europe/Berlin',
      },
    },
  }),
};

export const codes: readonly { typed: string; code: string; fingerprint: string | null }[] = [
  { typed: 'KITCHEN-7', code: 'KITCHEN-7', fingerprint: null },
  {
    typed: writeEnrolmentCode({ code: 'KITCHEN-7', fingerprint }),
    code: 'KITCHEN-7',
    fingerprint,
  },
];
