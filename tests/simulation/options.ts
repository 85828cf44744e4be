// Reads the words after `npm run sim --` into a task, or into the one sentence that says what is wrong with them.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { proof } from './bounds.ts';
import { troubles as allTroubles, type Trouble } from './troubles.ts';

/** `troubles`: instead of what each seed would draw; null: what it draws. */
type Chosen = { troubles: readonly Trouble[] | null };
export type Task =
  | { kind: 'help' }
  | { kind: 'wrong'; sentence: string }
  /** A process that another one has forked to compute for it. */
  | { kind: 'work' }
  /** Last lines of parts come in; their sum goes out. */
  | { kind: 'sum' }
  | ({ kind: 'one'; seed: number; trace: boolean } & Chosen)
  | ({ kind: 'many'; from: number; seeds: number; workers: number } & Chosen);

export const usage = `npm run sim [-- options]: lives of a restaurant, each decided by its seed alone
  --seeds N        so many seeds (${proof.seeds})
  --from K         beginning with this one (1)
  --part 2/4       the second quarter of these seeds: a long run in parts, each of which can be told again
  --sum            adds up the last lines of parts, read from its input: cat part-*.log | npm run sim -- --sum
  --workers N      processes that share the work (one per core, four at most)
  --seed S         only this seed
  --trace          with --seed: line by line
  --trouble NAMES  instead of what a seed draws: none, or some of these with commas between them:
                   ${wrapped(allTroubles)}
  --help           this
The last line sums up. It ends with 0 when every promise was kept, with 1 when one was broken (each such seed
prints the line that tells it again), and with 2 when the options are wrong.`;

export function readTask(words: readonly string[]): Task {
  try {
    return taskOf(words);
  } catch (error) {
    return { kind: 'wrong', sentence: `${sentenceOf(error)} "npm run sim -- --help" lists the options.` };
  }
}

/** What is wrong with the options, as opposed to a defect in here. */
class Wrong extends Error {}

function taskOf(words: readonly string[]): Task {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seeds: { type: 'string', default: String(proof.seeds) },
      from: { type: 'string', default: '1' },
      part: { type: 'string', default: '1/1' },
      sum: { type: 'boolean', default: false },
      seed: { type: 'string' },
      trouble: { type: 'string' },
      trace: { type: 'boolean', default: false },
      workers: { type: 'string', default: String(Math.min(4, availableParallelism())) },
      work: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return { kind: 'help' };
  if (values.work) return { kind: 'work' };
  if (values.sum) return { kind: 'sum' };
  const troubles = values.trouble === undefined ? null : troublesNamed(values.trouble);
  if (values.seed !== undefined)
    return { kind: 'one', seed: whole('--seed', values.seed), trace: values.trace, troubles };
  if (values.trace) throw new Wrong('--trace tells one seed: name it with --seed.');
  return {
    kind: 'many',
    ...partOf(whole('--from', values.from), whole('--seeds', values.seeds), values.part),
    workers: whole('--workers', values.workers),
    troubles,
  };
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || !Number.isSafeInteger(number))
    throw new Wrong(`${name} is a whole number from 1 on, not "${text}".`);
  return number;
}

/** The parts of a run have no seed in common, and together all of them. */
function partOf(from: number, seeds: number, text: string): { from: number; seeds: number } {
  const [, part, parts] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (part === undefined || parts === undefined || part < 1 || part > parts || parts > seeds)
    throw new Wrong(`--part is one of so many parts, such as 2/4, not "${text}".`);
  const first = Math.floor((seeds * (part - 1)) / parts);
  return { from: from + first, seeds: Math.floor((seeds * part) / parts) - first };
}

function troublesNamed(text: string): Trouble[] {
  const names = text === 'none' ? [] : text.split(',');
  const strange = names.find((name) => !allTroubles.some((known) => known === name));
  if (strange !== undefined) throw new Wrong(`There is no trouble called "${strange}".`);
  return allTroubles.filter((known) => names.includes(known));
}

/** Node's own words about an option go on with advice about "--" that is of no use here. */
function sentenceOf(error: unknown): string {
  if (error instanceof Wrong) return error.message;
  const known =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
  if (!known) throw error;
  const [first = ''] = error.message.split(/\. |\n/);
  return `${first.replace(/\.$/, '')}.`;
}

function wrapped(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < 80) lines[lines.length - 1] = `${last}, ${name}`;
    else lines.push(name);
  }
  return lines.join(',\n                   ');
}
