// Asks for the devices of a restaurant, as its managers see them.
import { z } from 'zod';
import { deviceSeen } from '../../contract/api.ts';
import type { Asked, Value } from '../../contract/queries.ts';
import type { Query } from './query.ts';

/** No restaurant has so many: a list of them is none, and is not looked at one by one. */
const far = 1000;
const readable = z.object({ devices: z.array(z.unknown()).max(far) });

export const devicesList: Query<Asked<'devices.list'>, Value<'devices.list'>> = {
  whose: 'person',
  timeoutMs: 8000,
  at: ({ restaurant }) => restaurant,
  path: () => '/devices',
  read(body) {
    const list = readable.safeParse(body).data;
    if (list === undefined) return null;
    return {
      devices: list.devices.flatMap((wire) => {
        const read = deviceSeen.safeParse(wire);
        if (!read.success) return [];
        const { kind, attended, person, version, protocol, platform, closed, ...device } = read.data;
        return [
          {
            ...device,
            kind: kind ?? ('counter' as const),
            attended: attended ?? null,
            person: person ?? null,
            version: version ?? null,
            protocol: protocol ?? null,
            platform: platform ?? null,
            closed: closed ?? null,
          },
        ];
      }),
    };
  },
};
