// Who is who: devices, people, sales channels, customers and administrators, from a token to a principal.
import type { DeviceKind, FarewellRequest, Membership } from '../../contract/api.ts';
import type { Principal } from '../../contract/permissions.ts';
import type { StreamName } from '../../contract/streams.ts';
import type { Store } from '../db/store.ts';
import type { EventLog } from '../streams/event-log.ts';
import * as accounts from './accounts.ts';
import * as beats from './beats.ts';
import * as codes from './codes.ts';
import * as devices from './devices.ts';
import { recordFarewell } from './farewells.ts';
import { settleDoubts, type Copies } from './installs.ts';
import * as keys from './keys.ts';
import * as people from './people.ts';
import { createIdentify } from './principals.ts';
import { openPublicTokens, type PublicTokens } from './public-token.ts';
import type { Result } from '../http/refusal.ts';
import type { SecretCost } from './secrets.ts';
import * as stepping from './stepping.ts';
import { switchRestaurant, type Switched } from './switching.ts';
import type { StepIn } from './guess-subjects.ts';

export { standingFarewell, type Farewell } from './farewells.ts';
export { beatLostMs, type Beat, type DeviceRow } from './beats.ts';
export type { Enrolled, EnrolRequest } from './devices.ts';
export type { Copies } from './installs.ts';
export { createTerminations, type Terminations } from './terminations.ts';
export type { PublicTokens } from './public-token.ts';
export type { Refusal, Result } from '../http/refusal.ts';
export type { SteppedIn } from './stepping.ts';
export type { Switched } from './switching.ts';
export type { StepIn };

export type Identity = {
  /** Who asks, or why that can't be told. */
  identify(token: string): Promise<Result<Principal>>;
  principalOf(token: string): Promise<Principal | null>;
  /** Those that a console follows whoever is stepped in there. */
  streamsOfDevice(restaurant: string): StreamName[];
  publicTokens: PublicTokens;

  enrol(request: devices.EnrolRequest, address: string): Promise<Result<devices.Enrolled>>;
  leave(tokenOrTicket: string): Promise<Result<{ device: string }>>;
  beat(device: beats.BeatingDevice, beat: beats.Beat): Promise<void>;
  /** It ends, and will be silent. */
  farewell(device: beats.BeatingDevice, farewell: FarewellRequest): Promise<void>;
  devices(restaurant: string): Promise<beats.DeviceRow[]>;
  deviceNamed(id: string): Promise<{ id: string; name: string; kind: DeviceKind } | null>;
  /** False when the restaurant has no such device. */
  renameDevice(restaurant: string, device: { id: string; name: string }): Promise<boolean>;
  /** null when the restaurant has no such device. */
  ringDevice(restaurant: string, id: string): Promise<devices.Rung | null>;
  /** False when the restaurant has no such device, or it was signed out before. */
  revokeDevice(restaurant: string, id: string): Promise<boolean>;

  stepIn(by: Principal | null, request: StepIn, address: string): Promise<Result<stepping.SteppedIn>>;
  stepOut(by: { token: string } | { device: string }): Promise<void>;
  /** A token of the same human's role in another restaurant. */
  switchRestaurant(token: string, restaurant: string): Promise<Result<Switched>>;
  memberships(person: string): Promise<Membership[]>;

  /** Ends what is over by itself; answers the computers that were found to share an install. */
  tidy(): Promise<Copies[]>;

  addPerson(person: people.NewPerson): Promise<Result<{ id: string }>>;
  people(restaurant: string): Promise<people.PersonRow[]>;
  endPerson(restaurant: string, id: string): Promise<boolean>;
  /** Both are one human from now on. */
  linkPeople(first: string, second: string): Promise<Result<null>>;
  /** False when they share nothing with anybody. */
  unlinkPerson(id: string): Promise<boolean>;

  addCode(code: codes.NewCode): Promise<Result<{ id: string; code: string }>>;
  codes(restaurant: string): Promise<codes.CodeRow[]>;
  revokeCode(restaurant: string, id: string): Promise<boolean>;

  addKey(key: keys.NewKey): Promise<Result<{ id: string; key: string }>>;
  keys(restaurant: string | null): Promise<keys.KeyRow[]>;
  revokeKey(restaurant: string | null, id: string): Promise<boolean>;
};

export async function createIdentity(parts: {
  store: Store;
  log: EventLog;
  /** Milliseconds since 1970. */
  now: () => number;
  /** What a guess at a PIN or a password costs, when it is not the usual. */
  secretCost?: SecretCost | undefined;
  /** Staff and customers have chats. */
  chat?: boolean;
}): Promise<Identity> {
  const { store, log, now, secretCost, chat = true } = parts;
  const publicTokens = await openPublicTokens(store);
  const identify = createIdentify(store, publicTokens, chat);
  const recordBeat = beats.createRecordBeat(store);
  const who = (token: string) => identify(token, now());
  return {
    identify: who,
    async principalOf(token) {
      const found = await who(token);
      return found.ok ? found.value : null;
    },
    publicTokens,
    streamsOfDevice: (restaurant) => [`restaurant:${restaurant}`, ...(chat ? [`chat:${restaurant}`] : [])],

    enrol: (request, address) => devices.enrol(log, request, address, now()),
    leave: (tokenOrTicket) => devices.leave(log, tokenOrTicket, now()),
    beat: (device, beat) => recordBeat(device, beat, now()),
    farewell: (device, said) => store.write((tx) => recordFarewell(tx, device, said, now())),
    devices: (restaurant) => beats.listDevices(store.read, restaurant, now()),
    deviceNamed: (id) => devices.deviceNamed(store.read, id),
    renameDevice: (restaurant, device) => devices.renameDevice(log, restaurant, device, now()),
    ringDevice: (restaurant, id) => devices.ringDevice(log, restaurant, id, now()),
    revokeDevice: (restaurant, id) => devices.revokeDevice(log, restaurant, id, now()),

    stepIn: (by, request, address) =>
      stepping.stepIn(store, deviceOf(by), request, address, now(), secretCost),
    stepOut: (by) => stepping.stepOut(store, by, now()),
    switchRestaurant: (token, restaurant) => switchRestaurant(store, token, restaurant, now()),
    memberships: (person) => accounts.membershipsOf(store.read, person),

    async tidy() {
      await stepping.endOverdue(store, now());
      return settleDoubts(log, store.read, now());
    },

    addPerson: (person) => people.addPerson(store, person, now(), secretCost),
    people: (restaurant) => people.listPeople(store.read, restaurant),
    endPerson: (restaurant, id) => store.write((tx) => people.endPerson(tx, restaurant, id, now())),

    linkPeople: (first, second) => store.write((tx) => accounts.linkPeople(tx, first, second)),
    unlinkPerson: (id) => store.write((tx) => accounts.unlinkPerson(tx, id, now())),

    addCode: (code) => store.write((tx) => codes.addCode(tx, code, now())),
    codes: (restaurant) => codes.listCodes(store.read, restaurant),
    revokeCode: (restaurant, id) => store.write((tx) => codes.revokeCode(tx, restaurant, id, now())),

    addKey: (key) => store.write((tx) => keys.addKey(tx, key, now())),
    keys: (restaurant) => keys.listKeys(store.read, restaurant),
    revokeKey: (restaurant, id) => store.write((tx) => keys.revokeKey(tx, restaurant, id, now())),
  };
}

/** The device of the restaurant that a principal stands at. */
export function deviceOf(by: Principal | null): beats.BeatingDevice | null {
  if (by?.kind === 'device') return { id: by.id, restaurant: by.restaurant, kind: by.role };
  if (by?.kind === 'person' && by.device !== null)
    return {
      id: by.device,
      restaurant: by.restaurant,
      kind: by.at === 'office' ? 'office' : 'counter',
    };
  return null;
}

/** Whom a principal is to Pusher, so that its connections can be ended; null: it does not sign in there. */
export function pusherUserOf(by: Principal): string | null {
  return deviceOf(by)?.id ?? (by.kind === 'person' ? by.id : null);
}
