// Installs that are not alone: another restaurant's till, and computers that were copied with everything on them.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beatLostMs } from '../../backend/identity/index.ts';
import { enrolled, eventsOf, openHouse, type House } from '../backend/identity-house.ts';
import { onBothDatabases } from '../backend/support/databases.ts';

const second = 1000;
const install = 'install-of-the-image';

onBothDatabases((databases) => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse(await databases.fresh(), ['bella', 'roma']);
  });
  afterEach(() => house.close());

  type Till = Awaited<ReturnType<typeof enrolled>>;
  const beat = ({ device, restaurant }: Till) =>
    house.identity.beat(
      { id: device.id, restaurant },
      { live: true, audible: true, window: 'none', person: null },
    );
  const works = async ({ token }: Till) => (await house.identity.principalOf(token)) !== null;
  const names = async () => (await house.identity.devices('bella')).map(({ name }) => name).toSorted();
  /** These beat as consoles do, and the backend looks after its devices. */
  async function pass(seconds: number, beating: readonly Till[]) {
    const copies = [];
    for (let past = 0; past < seconds; past += 10) {
      house.clock.now += 10 * second;
      for (const till of beating) await beat(till);
      copies.push(...(await house.identity.tidy()));
    }
    return copies;
  }

  test('enrolling at one restaurant signs nobody out at another', async () => {
    const bellas = await enrolled(house, 'bella', install);
    const romas = await enrolled(house, 'roma', install);
    expect([await works(bellas), await works(romas)]).toEqual([true, true]);
    expect(await eventsOf(house, 'restaurant:bella')).toEqual([]);
    await enrolled(house, 'roma', install);
    expect([await works(bellas), await works(romas)]).toEqual([true, false]);
  });

  test('two copies of one computer both go on ringing, are noticed once, and have names of their own', async () => {
    const first = await enrolled(house, 'bella', install);
    await pass(30, [first]);
    const second = await enrolled(house, 'bella', install);
    const third = await enrolled(house, 'bella', install);
    await beat(second);
    expect(await works(second), 'it never beat before the third came').toBe(false);
    const found = await pass(90, [first, third]);
    expect(found).toEqual([{ restaurant: 'bella', devices: [first.device.id, third.device.id] }]);
    expect(await Promise.all([first, third].map(works))).toEqual([true, true]);
    expect(await names()).toEqual(['Till', 'Till (2)']);
    const fourth = await enrolled(house, 'bella', install);
    await pass(90, [first, third, fourth]);
    expect(await names()).toEqual(['Till', 'Till (2)', 'Till (3)']);
  });

  test('a computer that enrols again replaces its own session, also one that beat a moment ago', async () => {
    const first = await enrolled(house, 'bella', install);
    await pass(30, [first]);
    const again = await enrolled(house, 'bella', install);
    // A beat that was on its way.
    house.clock.now += second;
    await beat(first);
    expect(await pass(90, [again])).toEqual([]);
    expect(await Promise.all([first, again].map(works))).toEqual([false, true]);
    expect(await names()).toEqual(['Till']);
    expect(await eventsOf(house, 'restaurant:bella')).toMatchObject([
      { type: 'device.revoked', device: { id: first.device.id } },
    ]);
  });

  test('a computer that fell silent is replaced at once, and a copy does not take the place of the one that rings', async () => {
    const first = await enrolled(house, 'bella', install);
    await pass(10, [first]);
    const copy = await enrolled(house, 'bella', install);
    await pass(90, [first, copy]);
    await pass(beatLostMs / second + 10, [first]);
    const copyAgain = await enrolled(house, 'bella', install);
    expect(await Promise.all([first, copy, copyAgain].map(works))).toEqual([true, false, true]);
    await pass(90, [first, copyAgain]);
    expect(await Promise.all([first, copyAgain].map(works))).toEqual([true, true]);
  });

  test('who sends a copy away sends away that one', async () => {
    const first = await enrolled(house, 'bella', install);
    await pass(10, [first]);
    const copy = await enrolled(house, 'bella', install);
    await house.identity.revokeDevice('bella', first.device.id);
    expect(await pass(90, [copy])).toEqual([]);
    expect(await Promise.all([first, copy].map(works))).toEqual([false, true]);
  });
});
