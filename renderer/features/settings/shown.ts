// Which settings stand on the screen, in which part of it; how one is read from all of them, and what changes it.
import type { DeviceKind } from '../../../contract/api.ts';
import { fields, type NamedField, type Settings } from '../../../contract/settings/table.ts';
import type { Field, Section } from '../../../contract/settings/descriptor.ts';
import type { ShownPath } from '../../i18n/setting-words.ts';

export type ShownField = Omit<NamedField, 'path'> & {
  path: ShownPath;
  shown: NonNullable<Field['shown']>;
};

const all = fields.flatMap((named): ShownField[] => {
  const { shown } = named.field;
  // The words' type demands those of exactly the fields that are shown.
  return shown === null ? [] : [{ ...named, path: named.path as ShownPath, shown }];
});

/** `kind`: of the device; null while it belongs to no restaurant. */
export const shownIn = (section: Section, kind: DeviceKind | null): ShownField[] =>
  all.filter(
    ({ shown }) => shown.section === section && (shown.onlyAt === undefined || shown.onlyAt === kind),
  );

export function valueOf(settings: Settings, { setting, inner }: ShownField): unknown {
  const value: unknown = settings[setting];
  return inner === null ? value : (value as Record<string, unknown>)[inner];
}

/** A field of a group is changed together with the others of it. */
export function changeOf(
  settings: Settings,
  { setting, inner }: ShownField,
  value: unknown,
): Partial<Settings> {
  const group = settings[setting] as object;
  return { [setting]: inner === null ? value : { ...group, [inner]: value } };
}
