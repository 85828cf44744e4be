// What every control of a setting carries, and a choice of one among several.
import type { KeyboardEvent, SyntheticEvent } from 'react';
import type { Control } from '../../../contract/settings/descriptor.ts';
import type { ShownField } from './shown.ts';

/** What every control carries: its name's id, what is said of it, and that IT has set it. */
export type Marks = { id: string; 'aria-describedby': string; locked: boolean };

export type Drawn<K extends Control['kind']> = Marks & {
  of: ShownField;
  control: Extract<Control, { kind: K }>;
  value: unknown;
  onChange: (value: unknown) => void;
};

/** One that is locked keeps its place among the keys, so that it is read aloud, and takes none of them. */
export function marksOf({ id, locked, 'aria-describedby': described }: Marks) {
  const marks = { id, 'aria-describedby': described };
  if (!locked) return marks;
  const refuse = (event: SyntheticEvent): void => event.preventDefault();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Tab' && event.key !== 'Escape') event.preventDefault();
  };
  return { ...marks, 'aria-disabled': true, onMouseDown: refuse, onClick: refuse, onKeyDown };
}

type SelectProps = Marks & {
  value: unknown;
  choices: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
};

export function Select({ value, choices, locked, onChange, ...drawn }: SelectProps) {
  return (
    <select
      {...marksOf({ ...drawn, locked })}
      value={String(value)}
      onChange={(event) => {
        if (!locked) onChange(event.target.value);
      }}
    >
      {choices.map(([choice, word]) => (
        <option key={choice} value={choice}>
          {word}
        </option>
      ))}
    </select>
  );
}
