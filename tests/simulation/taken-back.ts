// A newer version ran on this machine and was taken back: entries that only it can read stand in the journal. They have to
// be there in the end, and nothing may have been sent of them.
import { framed } from '../../core/journal/line.ts';
import type { Console, World } from './console.ts';

/** Between two lives. A tail that was torn just now is let alone: the newer version would have cut it off first. */
export function leaveForeignEntries(machine: Console): void {
  const path = journalOfSession(machine);
  if (path === undefined) return;
  const mark = `newer-${machine.life}-${machine.foreign.length}`;
  const entries = [
    { slice: 'inbox', key: mark, value: { text: `read by ${mark}` }, v: 1 },
    { slice: 'outbox', key: mark, value: { id: mark, verb: 'print' }, v: 2 },
    { slice: 'chat', sealed: Buffer.from(`sealed by ${mark}`).toString('base64'), v: 1 },
  ];
  const whole = machine.disk.appendLine(path, framed(Buffer.from(JSON.stringify(entries))));
  if (whole) machine.foreign.push({ mark, texts: entries.map((entry) => JSON.stringify(entry)) });
}

/** A session that a full disk did not take whole is none: no version would go on with what lies in its folder. */
function journalOfSession({ disk }: Console): string | undefined {
  const paths = disk.paths();
  return paths.find((name) => {
    const [, folder = '', file] = name.split('/');
    const counts = disk.holding(folder).includes('sessions/current');
    return file === 'journal' && counts && paths.includes(`sessions/${folder}/session`);
  });
}

export function foreignEntriesStay(machine: Console, world: World): void {
  for (const { mark, texts } of machine.foreign) {
    const lost = texts.filter((text) => machine.disk.holding(text).length === 0);
    if (lost.length > 0)
      world.violated(
        'no lost action',
        `${machine.name} lost what a newer version had written: ${lost.join(' ')}`,
      );
    if (world.backend.taken.some(({ key }) => key === mark))
      world.violated('no lost action', `${machine.name} sent ${mark}, which it cannot read`);
  }
}
