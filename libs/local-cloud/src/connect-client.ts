import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type postgres from 'postgres';
import type { PostgresConnection } from './postgres-engine.ts';

/** One connection for one job; the caller ends it. */
export type Client = postgres.Sql;

const CONNECT_TIMEOUT_SECONDS = 10;

/** Hosts that cannot be reached from outside this machine. */
export function isLoopback(host: string): boolean {
  return ['localhost', '127.0.0.1', '::1'].includes(host);
}

/**
 * A client with a single connection, in UTC, that prints nothing.
 *
 * Without TLS on the loopback, with a verified certificate everywhere else.
 *
 * @param ca - certificates (PEM) to trust for a host that is not this machine; default: Node's
 */
async function connectClient(connection: PostgresConnection, ca?: string): Promise<Client> {
  const { host, port, database, user, password } = connection;
  // By need: endpoints that start without an engine are there sooner.
  const { default: postgres } = await import('postgres');
  return postgres({
    ...{ host, port, database, username: user, password },
    ...(isLoopback(host) && { socket: () => openPromptSocket(host, port) }),
    max: 1,
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    fetch_types: false,
    prepare: false,
    onnotice: () => undefined,
    ssl: isLoopback(host) ? false : { rejectUnauthorized: true, ...(ca && { ca }) },
    connection: {
      application_name: 'pipelines',
      TimeZone: 'UTC',
      DateStyle: 'ISO',
    },
  });
}

/**
 * The driver writes the end of a COPY and what follows as small packets, and the system holds
 * each back until the one before is acknowledged: 0.1 s per table, of nothing.
 */
async function openPromptSocket(host: string, port: number): Promise<Socket> {
  const socket = connect({ host, port, noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** Run `job` on a fresh connection and end that connection in any case. */
export async function withClient<Result>(
  connection: PostgresConnection,
  job: (client: Client) => Promise<Result>,
  ca?: string,
): Promise<Result> {
  const client = await connectClient(connection, ca);
  try {
    return await job(client);
  } finally {
    await client.end({ timeout: 0 });
  }
}

/** Version as the server says it, `18.4`; also the proof that the password opens the door. */
export async function readServerVersion(
  connection: PostgresConnection,
  ca?: string,
): Promise<string> {
  return withClient(
    connection,
    async (client) => {
      const [row] = await client.unsafe<{ server_version: string }[]>('show server_version');
      // "15.18 (Debian 15.18-0+deb12u1)": the distribution's part is of no interest.
      return row?.server_version.split(' ')[0] ?? 'unknown';
    },
    ca,
  );
}
