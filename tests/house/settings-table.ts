// Writes what docs/INSTALL.md says of settings: the table from their descriptors, and the number of a policy's keys.
import { policySchema } from '../../contract/policy.ts';
import type { Value } from '../../contract/settings/values.ts';
import { fields } from '../../contract/settings/table.ts';

const code = (value: unknown): string => `\`${JSON.stringify(value).replaceAll(',', ', ')}\``;

/** What may be written there beside the default. */
function permitted(value: Value, standard: unknown): string {
  switch (value.kind) {
    case 'choice':
      return value.of
        .filter((one) => one !== standard)
        .map(code)
        .join(', ');
    case 'on-off':
      return code(standard !== true);
    case 'fraction':
      return '0 to 1';
    case 'whole':
      return `${value.low} to ${value.high}`;
    case 'output':
      return code({ id: '', label: 'USB Audio' });
    case 'ring-times':
      return `up to ${value.most} growing numbers, at most ${value.latest}, the first 0, no two more than ${value.longestPause} apart`;
    default:
      return value satisfies never;
  }
}

const head = '| setting | default | permitted |\n|---|---|---|\n';
const number = /\(today's number is \d+\)/;
const table = /^\| setting \| default \| permitted \|\n(?:\|.*\n)*/m;

/** The guide with both as they are today; everything around them stays. */
export function withSettingsTable(guide: string): string {
  const rows = fields.map(
    ({ path, field }) =>
      `| \`${path}\` | ${code(field.default)} | ${permitted(field.value, field.default)}: ${field.guide} |\n`,
  );
  if (!table.test(guide) || !number.test(guide))
    throw new Error('The guide has no table of settings, or does not say the number of a policy’s keys.');
  return guide
    .replace(table, () => head + rows.join(''))
    .replace(number, `(today's number is ${policySchema})`);
}
