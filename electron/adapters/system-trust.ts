// The certificates this machine trusts, for connections that Node makes: it brings a list of its own and, before
// Node 22.15, cannot read the system's, where companies put the certificate of their proxy.
import tls from 'node:tls';

type Newer = { getCACertificates?: (kind: 'default' | 'system') => string[] };

/** undefined: what Node brings along. */
export function trustedCertificates(from: Newer = tls as Newer): string[] | undefined {
  const read = from.getCACertificates;
  if (read === undefined) return undefined;
  return [...new Set([...read('default'), ...read('system')])];
}
