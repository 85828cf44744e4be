// An enrolment code as it is handed over: the code, and behind a dot the fingerprint of the backend's own
// certificate, when it made one. Whoever holds the code then knows whom to trust.

export type EnrolmentCode = {
  code: string;
  /** SHA-256 of the certificate, 64 hex digits in lower case. */
  fingerprint: string | null;
};

const digits = '0123456789abcdefghijklmnopqrstuv';
const length = 52;

/** `AB:CD…`, in any case, with or without colons; null when it is no SHA-256. */
export function plainFingerprint(text: string): string | null {
  const hex = text.replace(/[\s:]/g, '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(hex) ? hex : null;
}

export function writeEnrolmentCode({ code, fingerprint }: EnrolmentCode): string {
  if (fingerprint === null) return code;
  const hex = plainFingerprint(fingerprint);
  if (hex === null) throw new Error(`Not a SHA-256 fingerprint: ${fingerprint}`);
  return `${code}.${BigInt(`0x${hex}`).toString(32).padStart(length, '0')}`;
}

export function readEnrolmentCode(text: string): EnrolmentCode {
  const trimmed = text.trim();
  const dot = trimmed.lastIndexOf('.');
  const tail = trimmed
    .slice(dot + 1)
    .replace(/[\s-]/g, '')
    .toLowerCase();
  if (dot < 1 || tail.length !== length || ![...tail].every((letter) => digits.includes(letter)))
    return { code: trimmed, fingerprint: null };
  let value = 0n;
  for (const letter of tail) value = value * 32n + BigInt(digits.indexOf(letter));
  const hex = value.toString(16).padStart(64, '0');
  // 52 digits hold 260 bits: more than a SHA-256 has.
  if (hex.length > 64) return { code: trimmed, fingerprint: null };
  return { code: trimmed.slice(0, dot).trim(), fingerprint: hex };
}
