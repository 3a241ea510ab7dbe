import { isLoopback } from '../connect-client.ts';
import { looksLikeProduction } from '../open-given.ts';
import { orAborted } from '../or-aborted.ts';
import { readNeo4jVersion } from './ask-neo4j.ts';
import { GivenNeo4jRefusedError, GivenNeo4jUnreachableError } from './neo4j-errors.ts';
import {
  NEO4J_DATABASE,
  NEO4J_USER,
  type Neo4jEngine,
  type OpenNeo4jOptions,
} from './neo4j-engine.ts';

/** Their certificate is checked against the authorities that Node trusts. */
const PROTECTED_SCHEMES = ['neo4j+s:', 'bolt+s:'];
/** No TLS, or TLS with whoever answers. */
const OPEN_SCHEMES = ['neo4j:', 'bolt:', 'neo4j+ssc:', 'bolt+ssc:'];

/**
 * Use the server that NEO4J_URI, NEO4J_USER (or NEO4J_USERNAME), NEO4J_PASSWORD and
 * NEO4J_DATABASE name. It is never stopped.
 *
 * @throws {GivenNeo4jRefusedError} for an open scheme to another machine without
 *   NEO4J_ALLOW_INSECURE=true, and for a production-like name that was not allowed
 * @throws {GivenNeo4jUnreachableError} when a connection cannot be made
 * Source: sbir-contracts.md section 7.2
 */
export async function openGivenNeo4j(options: OpenNeo4jOptions): Promise<Neo4jEngine> {
  const { env, onProgress, signal } = options;
  const address = {
    uri: env['NEO4J_URI'] ?? '',
    user: env['NEO4J_USER'] ?? env['NEO4J_USERNAME'] ?? NEO4J_USER,
    password: env['NEO4J_PASSWORD'] ?? '',
    database: env['NEO4J_DATABASE'] ?? NEO4J_DATABASE,
  };
  const host = checkGivenUri(address.uri, address.database, options);
  onProgress?.(`Using Neo4j at ${host}, given by NEO4J_URI`);
  const reading = readNeo4jVersion(address).catch((error: unknown) => {
    throw new GivenNeo4jUnreachableError(host, codeOf(error));
  });
  const version = await orAborted(reading, signal);
  return { ...address, provider: 'given', version, stop: async () => undefined };
}

/** Host of the address, once nothing speaks against it. */
function checkGivenUri(uri: string, database: string, options: OpenNeo4jOptions): string {
  const url = URL.parse(uri);
  if (!url || ![...PROTECTED_SCHEMES, ...OPEN_SCHEMES].includes(url.protocol)) {
    throw new GivenNeo4jRefusedError(
      'NEO4J_URI is no address of Neo4j: neo4j+s://, bolt+s://, neo4j://, bolt:// or +ssc',
    );
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const isOpenAllowed = isLoopback(host) || options.env['NEO4J_ALLOW_INSECURE'] === 'true';
  if (OPEN_SCHEMES.includes(url.protocol) && !isOpenAllowed) {
    throw new GivenNeo4jRefusedError(
      `Neo4j at "${host}" would get its password over an unproven line ("${url.protocol}//"): use neo4j+s:// or bolt+s://, or set NEO4J_ALLOW_INSECURE=true`,
    );
  }
  if (looksLikeProduction({ host, database }) && !options.isProductionAllowed) {
    throw new GivenNeo4jRefusedError(
      `Graph "${database}" at "${host}" looks like production. Unset NEO4J_URI to run on a local engine, or allow it expressly.`,
    );
  }
  return host;
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? 'no code';
}
