import type { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { withClient, type Client } from '../connect-client.ts';
import type { PostgresConnection } from '../postgres-engine.ts';
import type { TableName } from '../quote-name.ts';
import { CopyFailedError } from './copy-failed-error.ts';

/** One COPY into a table. */
export interface CopyIn {
  readonly connection: PostgresConnection;
  /** For the error. */
  readonly table: TableName;
  /** `copy … from stdin …` */
  readonly statement: string;
  /** Pieces of the data, cut anywhere. */
  readonly chunks: AsyncIterable<string | Uint8Array>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Send `chunks` to COPY FROM STDIN, no faster than the server takes them.
 *
 * All or nothing: any failure destroys the connection, and the server forgets the rows.
 *
 * @throws {CopyFailedError} when the server refuses or the connection breaks
 * @throws what `chunks` threw, or the reason of `signal`, as it is
 */
export async function copyIn({
  connection,
  table,
  statement,
  chunks,
  signal,
}: CopyIn): Promise<void> {
  signal?.throwIfAborted();
  await withClient(connection, async (client) => {
    const copy = await startCopy(client, statement).catch((error: unknown) => {
      throw new CopyFailedError(table, error);
    });
    const abort = (): void => copy.fail(new AbortedError());
    signal?.addEventListener('abort', abort, { once: true });
    try {
      for await (const chunk of chunks) await orFailed(copy, write(copy.stream, chunk));
      await orFailed(copy, finishCopy(copy.stream, client));
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof RefusedError ? new CopyFailedError(table, error.refusal) : error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  });
}

interface RunningCopy {
  readonly stream: Writable;
  /** Rejects when the server refuses the COPY, at any time; never resolves. */
  readonly failed: Promise<never>;
  fail(error: unknown): void;
}

/** Wraps what the server or the driver said, apart from errors of the rows' source. */
class RefusedError extends Error {
  readonly refusal: unknown;
  constructor(refusal: unknown) {
    super('refused');
    this.refusal = refusal;
  }
}

class AbortedError extends Error {}

/**
 * Start the COPY and listen for its refusal.
 *
 * postgres.js resolves the query with the stream and then has nobody to tell: an error that
 * arrives after the last byte leaves its last callback waiting for ever
 * (https://github.com/porsager/postgres/issues/1173). It does call `reject` on the query, in
 * vain; that call is taken here.
 */
async function startCopy(client: Client, statement: string): Promise<RunningCopy> {
  const query = client.unsafe(statement);
  const stream = await query.writable();
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = (error) => reject(new RefusedError(error));
  });
  failed.catch(() => undefined); // It may fail while nobody waits: the next wait sees it.
  Reflect.set(query, 'reject', fail);
  stream.on('error', fail);
  return { stream, failed, fail };
}

async function orFailed(copy: RunningCopy, step: Promise<void>): Promise<void> {
  await Promise.race([step, copy.failed]);
}

/** Resolves when the socket has taken the chunk: that is the back-pressure. */
function write(stream: Writable, chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => stream.write(chunk, () => resolve()));
}

/**
 * End the COPY and wait for the server's word.
 *
 * The watchdog: a query that is sent behind the COPY on the same connection is answered after
 * it. If the COPY has not finished by then, it failed, whatever the driver makes of that.
 */
export async function finishCopy(stream: Writable, client: Pick<Client, 'unsafe'>): Promise<void> {
  stream.end();
  // The driver refuses a query until it has sent the end of the data.
  await setImmediate();
  await client.unsafe('select 1').catch((error: unknown) => {
    throw new RefusedError(error);
  });
  await setImmediate();
  if (!stream.writableFinished) throw new RefusedError(undefined);
}
