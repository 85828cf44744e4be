// For any setting that there is, also one that is added later: of two permitted values the stricter is one, too.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings, settings as schema, type Settings } from '../../contract/settings.ts';
import { settingNames, settingsOf } from '../../contract/settings/table.ts';
import type { Value } from '../../contract/settings/values.ts';
import { strictest } from './strictest.ts';

function anyOf(value: Value): fc.Arbitrary<unknown> {
  switch (value.kind) {
    case 'choice':
      return fc.constantFrom(...value.of);
    case 'on-off':
      return fc.boolean();
    case 'fraction':
      return fc.double({ min: 0, max: 1, noNaN: true });
    case 'whole':
      return fc.integer({ min: value.low, max: value.high });
    case 'output':
      return fc.constantFrom(null, { id: 'x1', label: 'USB Audio' });
    case 'ring-times': {
      const pause = fc.integer({ min: 1, max: value.longestPause });
      return fc.array(pause, { maxLength: value.most - 1 }).map((pauses) => {
        let second = 0;
        return [0, ...pauses.map((one) => (second += one))].filter((at) => at <= value.latest);
      });
    }
    default:
      return value satisfies never;
  }
}

/** Each value drawn by what its descriptor says of it. */
const anySettings: fc.Arbitrary<Settings> = fc
  .gen()
  .map((draw) => settingsOf(({ field }) => draw(() => anyOf(field.value))));

test('what the descriptors draw is permitted', () => {
  fc.assert(fc.property(anySettings, (set) => schema.safeParse(set).success));
});

test('the stricter of two is permitted, and neither of them asks for anything more', () => {
  fc.assert(
    fc.property(anySettings, anySettings, (chosen, wanted) => {
      const taken = strictest(chosen, wanted);
      expect(schema.safeParse(taken).success).toBe(true);
      expect(strictest(taken, wanted)).toEqual(taken);
      expect(strictest(taken, chosen)).toEqual(taken);
    }),
  );
});

test('what a policy did not name stays as it was chosen', () => {
  fc.assert(
    fc.property(anySettings, fc.constantFrom(...settingNames), (wanted, name) => {
      const taken = strictest(defaultSettings, { [name]: wanted[name] });
      expect({ ...taken, [name]: null }).toEqual({ ...defaultSettings, [name]: null });
    }),
  );
});
