import { expect, test } from 'vitest';
import { createChance } from './chance.ts';
import { MachineClock, Timeline } from './clock.ts';
import { Disk } from './disk.ts';
import { createTrace } from './trace.ts';

function machine(seed: number) {
  const timeline = new Timeline();
  const disk = new Disk(
    'disk',
    createChance(seed),
    createTrace(false, () => 0),
  );
  const { clock, ended } = new MachineClock(timeline, 0, true).port();
  let alive = true;
  const powerCut = (): void => {
    alive = false;
    ended();
    disk.cut();
  };
  disk.onPowerCut = powerCut;
  return { timeline, disk, port: disk.port(clock, () => alive), powerCut };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function after<T>(timeline: Timeline, promise: Promise<T>): Promise<T> {
  let result: { value: T } | null = null;
  void promise.then((value) => {
    result = { value };
  });
  await timeline.runUntil(timeline.now + 100);
  if (result === null) throw new Error('not answered');
  return (result as { value: T }).value;
}

test('what was answered survives a power cut; what was under way is torn in every possible way', async () => {
  const ends = new Set<string>();
  for (let seed = 1; seed <= 200; seed += 1) {
    const { timeline, disk, port, powerCut } = machine(seed);
    await after(timeline, port.replace('a/log', bytes('first|')));
    void port.append('a/log', bytes('second'), 6);
    powerCut();
    const [path] = disk.holding('first|');
    expect(path).toBe('a/log');
    for (let kept = 0; kept <= 6; kept += 1)
      if (disk.holding(`first|${'second'.slice(0, kept)}`).length > 0) ends.add('second'.slice(0, kept));
    if (disk.holding('\0').length > 0) ends.add('zeros');
  }
  expect([...ends].toSorted()).toEqual(['', 's', 'se', 'sec', 'seco', 'secon', 'second', 'zeros']);
});

test('replacing leaves the old file or the new one', async () => {
  const ends = new Set<string>();
  for (let seed = 1; seed <= 50; seed += 1) {
    const { timeline, disk, port, powerCut } = machine(seed);
    await after(timeline, port.replace('f', bytes('old')));
    void port.replace('f', bytes('brand new'));
    powerCut();
    ends.add(disk.holding('old').length > 0 ? 'old' : disk.holding('brand new').length > 0 ? 'new' : 'mixed');
  }
  expect([...ends].toSorted()).toEqual(['new', 'old']);
});

test('a full disk answers so, and may leave a torn tail', async () => {
  const { timeline, disk, port } = machine(3);
  await after(timeline, port.replace('log', bytes('whole.')));
  disk.full = true;
  const answer = await after(timeline, port.append('log', bytes('0123456789'), 6));
  expect(answer).toMatchObject({ ok: false, failure: { kind: 'full' } });
  const read = await after(timeline, port.read('log'));
  expect(read.ok && read.value.length).toBeLessThan(16);
});

test('the power goes at the operation it was told to', async () => {
  const { timeline, disk, port } = machine(5);
  disk.powerCutIn = 2;
  const answered: string[] = [];
  void port.replace('log', bytes('one')).then(() => answered.push('one'));
  await timeline.runUntil(50);
  void port.append('log', bytes('two'), 3).then(() => answered.push('two'));
  await timeline.runUntil(100);
  expect(answered).toEqual(['one']);
});

test('a folder is listed by its own names and removed with all in it', async () => {
  const { timeline, disk, port } = machine(7);
  await after(timeline, port.replace('s/a/x', bytes('1')));
  await after(timeline, port.replace('s/a/y', bytes('2')));
  await after(timeline, port.replace('s/b/x', bytes('3')));
  expect(await after(timeline, port.list('s'))).toEqual({ ok: true, value: ['a', 'b'] });
  expect(await after(timeline, port.list('none'))).toEqual({ ok: true, value: [] });
  await after(timeline, port.remove('s/a'));
  expect(disk.paths()).toEqual(['s/b/x']);
});
