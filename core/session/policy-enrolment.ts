// Reads from the policy what a device enrols with.
import type { Policy } from '../../contract/policy.ts';
import { crc32, toUtf8 } from '../journal/bytes.ts';
import type { EnrolmentRequest } from './turn.ts';

/** What a policy lets a device in with: a code, or the key to an order system that enrols nobody. */
export const keyInPolicy = (policy: Policy | null): string | undefined =>
  policy?.enrolment?.code ?? policy?.backend?.existing?.token;

/** Enough to know a code again, too little to use it. */
export const codeMark = (code: string): string => crc32(toUtf8(code));

/** What it enrols with by itself; null: it says nothing of that. */
export function requestInPolicy(policy: Policy | null): EnrolmentRequest | null {
  if (policy?.backend === undefined) return null;
  if (policy.enrolment === undefined && policy.backend.existing === undefined) return null;
  return {
    url: policy.backend.url,
    fingerprint: policy.backend.fingerprint ?? null,
    code: policy.enrolment?.code ?? '',
    deviceName: policy.enrolment?.deviceName ?? '',
  };
}
