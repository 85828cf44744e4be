// Defines what a console is told about the computer that it runs on.
import type { ExistingBackend } from '../../contract/existing-backend.ts';
import type { Policy } from '../../contract/policy.ts';

export type Setup = {
  /** As read from the machine: absent, valid, or refused as a whole with the reason. */
  policy:
    | { kind: 'none' }
    /** `unknown`: what it says to newer consoles only. */
    | { kind: 'valid'; policy: Policy; source: string; unknown?: readonly string[] }
    | { kind: 'refused'; source: string; why: string };
  /** The machine's name, shown to managers in the list of devices. */
  machineName: string;
  /** What this program is, as managers see it in the list of devices. */
  software?: { version: string; platform: string };
  /** What the computer speaks, the preferred one first; without it, English. */
  languages?: readonly string[];
};

/** What could be read of it. */
export const policyOf = ({ policy }: Pick<Setup, 'policy'>): Policy | null =>
  policy.kind === 'valid' ? policy.policy : null;

/** The order system that is to be used as it is, if that is what the policy wants. */
export const existingOf = (setup: Pick<Setup, 'policy'>): ExistingBackend | null =>
  policyOf(setup)?.backend?.existing ?? null;
