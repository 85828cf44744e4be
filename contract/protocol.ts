// The number of the protocol that each side tells the other in a header of every request and answer, and what two of
// them mean for working together. Bodies never carry it: one that is read strictly somewhere would be refused for it.

export const protocolHeader = 'Counterbell-Protocol';

export type Protocol = {
  speaks: number;
  /** The oldest of the other side that it still understands. */
  oldest: number;
};

/**
 * | number | since | what the other side has to know |
 * |--------|-------|---------------------------------|
 * | 1      | 0.1.0 | no header; reads strictly       |
 * | 2      | 0.2.0 | the header; reads tolerantly    |
 *
 * A number is raised when somebody of the number before would be misled, not merely told less. `oldest` is raised when
 * that number is not understood any more.
 */
export const ourProtocol: Protocol = { speaks: 2, oldest: 1 };
const firstProtocol: Protocol = { speaks: 1, oldest: 1 };

export const writeProtocol = ({ speaks, oldest }: Protocol): string => `${speaks};oldest=${oldest}`;

const number = /^\d{1,6}$/;

/** Without a header it is the first. null: somebody between the two wrote something else into it. */
export function readProtocol(header: string | null | undefined): Protocol | null {
  if (header == null) return firstProtocol;
  const [speaks = '', ...more] = header.split(';').map((part) => part.trim());
  if (!number.test(speaks) || header.includes(',')) return null;
  const oldest =
    more.map((part) => /^oldest=(.*)$/.exec(part)?.[1]).find((said) => said !== undefined) ?? speaks;
  return number.test(oldest) ? { speaks: Number(speaks), oldest: Number(oldest) } : null;
}

export const fits = ['together', 'console-too-old', 'backend-too-old', 'unknown'] as const;
export type Fit = (typeof fits)[number];

export function fitOf(console: Protocol | null, backend: Protocol | null): Fit {
  if (console === null || backend === null) return 'unknown';
  if (console.speaks < backend.oldest) return 'console-too-old';
  return backend.speaks < console.oldest ? 'backend-too-old' : 'together';
}
