// What a backend answers to an enrolment, where it does not matter which restaurant it is.
import type { EnrolAnswer } from '../../contract/api.ts';
import { defaultChannels } from '../../contract/streams.ts';

export const enrolmentAt = (restaurant: string, over: Partial<EnrolAnswer> = {}): EnrolAnswer => ({
  token: 'a-token-that-is-long-enough',
  device: { id: 'd1', name: 'Counter' },
  restaurant: {
    id: restaurant,
    name: 'Corner',
    currency: 'EUR',
    timeZone: 'UTC',
    openingHours: null,
    prepMinutes: 20,
    rejectReasons: ['-'],
    autoAccept: [],
    pause: null,
    escalation: { afterSeconds: 180, webhook: null },
    accepting: true,
  },
  pusher: { key: 'k', host: '', port: 443, tls: true },
  channels: defaultChannels,
  streams: [`restaurant:${restaurant}`],
  ...over,
});
