import { expect, test } from 'vitest';
import { defaultSettings, settings as schema } from '../../../contract/settings.ts';
import { sections } from '../../../contract/settings/descriptor.ts';
import { fields } from '../../../contract/settings/table.ts';
import { changeOf, shownIn, valueOf } from './shown.ts';

const all = sections.flatMap((section) => shownIn(section, 'office'));

test('everything that is a choice of the counter’s stands on the screen once, what only a policy sets does not', () => {
  const described = fields.flatMap(({ path, field }) => (field.shown === null ? [] : [path]));
  expect(all.map(({ path }) => path).toSorted()).toEqual(described.toSorted());
  expect(described).toContain('bell.volume');
  expect(described).not.toContain('ladder.ringsAtSeconds');
});

test.each(all.map((field) => [field.path, field] as const))(
  '%s is read, and the value that it has is a permitted change that changes nothing',
  (_path, field) => {
    const value = valueOf(defaultSettings, field);
    expect(value).toEqual(field.field.default);
    const change = changeOf(defaultSettings, field, value);
    expect(schema.partial().parse(change)).toEqual({ [field.setting]: defaultSettings[field.setting] });
  },
);

test('one field of a group is changed, the others of it stay', () => {
  const volume = all.find(({ path }) => path === 'bell.volume');
  if (volume === undefined) throw new Error('The volume is shown.');
  expect(changeOf(defaultSettings, volume, 0.5)).toEqual({ bell: { ...defaultSettings.bell, volume: 0.5 } });
});

test('what a control offers is permitted', () => {
  const offered = all.flatMap((field) =>
    field.shown.control.kind === 'seconds'
      ? field.shown.control.steps.map((step) => [field, step] as const)
      : [],
  );
  expect(offered.length).toBeGreaterThan(0);
  for (const [field, step] of offered)
    expect(schema.partial().safeParse(changeOf(defaultSettings, field, step)).success).toBe(true);
});

test('a counter is not asked whether its office rings', () => {
  const paths = (kind: 'counter' | 'office' | null) =>
    sections.flatMap((section) => shownIn(section, kind)).map(({ path }) => path);
  expect(paths('office')).toContain('officeRings');
  for (const kind of ['counter', null] as const)
    expect(paths(kind)).toEqual(paths('office').filter((path) => path !== 'officeRings'));
});
