import { GraphAddressRefusedError } from './graph-errors.ts';

/** Their certificate is checked against the authorities that Node trusts. */
const PROTECTED_SCHEMES = ['neo4j+s:', 'bolt+s:'];
/** No TLS, or TLS with whoever answers. */
const OPEN_SCHEMES = ['neo4j:', 'bolt:', 'neo4j+ssc:', 'bolt+ssc:'];
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuse an address over which a password would travel unprotected, before any connection.
 *
 * `neo4j+s` and `bolt+s` may go anywhere; the others to this machine only, or where
 * `isInsecureAllowed` (NEO4J_ALLOW_INSECURE=true).
 *
 * @throws {GraphAddressRefusedError} which names the host, never user or password
 * Source: sbir-contracts.md section 7.2
 */
export function checkGraphUri(uri: string, isInsecureAllowed: boolean): void {
  const url = URL.parse(uri);
  if (!url || ![...PROTECTED_SCHEMES, ...OPEN_SCHEMES].includes(url.protocol)) {
    throw new GraphAddressRefusedError(
      'No address of Neo4j: it begins with neo4j+s://, bolt+s://, or for this machine bolt://',
    );
  }
  if (PROTECTED_SCHEMES.includes(url.protocol) || isInsecureAllowed) return;
  if (LOOPBACK.includes(url.hostname)) return;
  throw new GraphAddressRefusedError(
    `"${url.protocol}//" to "${url.hostname}" protects nothing: use neo4j+s:// or bolt+s://, or set NEO4J_ALLOW_INSECURE=true`,
  );
}
