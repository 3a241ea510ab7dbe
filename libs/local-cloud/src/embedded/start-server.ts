import { waitUntil, systemClock } from '@pipelines/core';
import { join } from 'node:path';
import { signalProcess } from '../state/processes.ts';
import { EngineStartError } from './engine-start-error.ts';
import type { EngineUser } from './engine-user.ts';
import { readPostmasterPid } from './postmaster-file.ts';
import { serverArguments } from './server-settings.ts';
import { startSupervised, type SupervisedServer } from './supervised-server.ts';

/** A cluster, and ports to try in turn. */
export interface ServerOptions {
  readonly binaries: string;
  readonly dataFolder: string;
  readonly user: EngineUser | undefined;
  readonly ports: AsyncIterable<number>;
  readonly signal?: AbortSignal | undefined;
}

/** A server that accepts connections on 127.0.0.1. */
export interface EmbeddedServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** A fast shutdown without fsync takes 0.1 s; a busy disk is given much more. */
const FAST_SHUTDOWN_MS = 15_000;
const MESSAGE_CHARACTERS = 4_000;
const MOST_ATTEMPTS = 10;

/**
 * Start PostgreSQL on a prepared cluster and wait until it accepts connections.
 *
 * A port that was taken since it was looked at costs one attempt. So does memory that the
 * processes of a killed server still hold: they end within moments.
 *
 * @throws {EngineStartError} with the server's last messages
 */
export async function startServer(options: ServerOptions): Promise<EmbeddedServer> {
  let messages = '';
  let attempts = 0;
  for await (const port of options.ports) {
    const outcome = await tryPort(port, options);
    if ('server' in outcome) return { port, stop: () => stopServer(outcome.server, options) };
    messages = outcome.messages;
    attempts += 1;
    const isWorthAnother = /could not bind|still in use/.test(messages);
    if (!isWorthAnother || attempts === MOST_ATTEMPTS) break;
    await waitUntil(systemClock.now() + 100 * attempts, systemClock, options.signal);
  }
  throw new EngineStartError('start', messages);
}

type Outcome = { readonly server: SupervisedServer } | { readonly messages: string };

async function tryPort(port: number, options: ServerOptions): Promise<Outcome> {
  options.signal?.throwIfAborted();
  const server = await startSupervised(
    join(options.binaries, 'bin/postgres'),
    await serverArguments(options.dataFolder, port),
    { user: options.user },
  );
  const abort = (): void => server.requestStop();
  options.signal?.addEventListener('abort', abort, { once: true });
  const outcome = await firstWord(server);
  options.signal?.removeEventListener('abort', abort);
  if (options.signal?.aborted) {
    await stopServer(server, options);
    throw options.signal.reason as Error;
  }
  if ('server' in outcome) server.unref();
  return outcome;
}

/** Resolves at "ready to accept connections", or when the server has ended before. */
function firstWord(server: SupervisedServer): Promise<Outcome> {
  return new Promise((resolve) => {
    let messages = '';
    server.messages.on('data', (chunk: Buffer) => {
      messages = (messages + chunk.toString()).slice(-MESSAGE_CHARACTERS);
      if (messages.includes('ready to accept connections')) resolve({ server });
    });
    // 'close' comes after the last message, which says why.
    server.messages.once('close', () => resolve({ messages }));
  });
}

async function stopServer(server: SupervisedServer, { dataFolder }: ServerOptions): Promise<void> {
  const pid = await readPostmasterPid(dataFolder);
  server.requestStop();
  const cancel = systemClock.setTimer(systemClock.now() + FAST_SHUTDOWN_MS, () => {
    // Immediate shutdown: the next start replays the log.
    if (pid !== undefined) signalProcess(pid, 'SIGQUIT');
  });
  await server.ended;
  cancel();
}
