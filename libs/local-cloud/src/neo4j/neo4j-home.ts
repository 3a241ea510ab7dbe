import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NEO4J_USER } from './neo4j-engine.ts';

const HASH_ROUNDS = 1_024;

/** Whether this folder already has an embedded store, whose data its next opening must find. */
export function hasStore(home: string): boolean {
  return existsSync(join(home, 'data/databases/system'));
}

/**
 * Make or renew the home of an embedded Neo4j: private folders, settings for `port`, and, before
 * the first start, the password.
 *
 * The settings are written at each start: they belong to this version of ours, the data stays.
 */
export async function prepareHome(home: string, port: number, password: string): Promise<void> {
  for (const folder of ['conf', 'data/dbms', 'import', 'logs']) {
    await mkdir(join(home, folder), { recursive: true });
  }
  await chmod(home, 0o700);
  await writeFile(join(home, 'conf/neo4j.conf'), settingsText(port), { mode: 0o600 });
  if (hasStore(home)) return;
  await writeFile(join(home, 'data/dbms/auth.ini'), initialUser(password), { mode: 0o600 });
}

/**
 * Bolt on the loopback and nothing else: no HTTP, no metrics, no report of use.
 *
 * The two internal settings are waits for connections that are gone already: an orderly stop
 * takes 2 s with them and 10 s without.
 */
function settingsText(port: number): string {
  const settings = {
    'server.default_listen_address': '127.0.0.1',
    'server.bolt.listen_address': `127.0.0.1:${port}`,
    'server.bolt.advertised_address': `127.0.0.1:${port}`,
    'server.http.enabled': 'false',
    'server.https.enabled': 'false',
    'dbms.usage_report.enabled': 'false',
    // LOAD CSV would read any file of the user's without it.
    'server.directories.import': 'import',
    'server.memory.pagecache.size': '256m',
    'db.tx_log.preallocate': 'false',
    'db.tx_log.rotation.retention_policy': 'keep_none',
    'internal.server.bolt.thread_pool_shutdown_wait_time': '200ms',
    'internal.server.bolt.connection_shutdown_wait_time': '200ms',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  return lines.join('');
}

/** A line of `auth.ini`, as `neo4j-admin dbms set-initial-password` writes it. */
function initialUser(password: string): string {
  const salt = randomBytes(32);
  let hash = createHash('sha256').update(salt).update(password).digest();
  for (let round = 1; round < HASH_ROUNDS; round += 1) {
    hash = createHash('sha256').update(hash).digest();
  }
  return `${NEO4J_USER}:SHA-256,${hash.toString('hex')},${salt.toString('hex')},${HASH_ROUNDS}:\n`;
}
