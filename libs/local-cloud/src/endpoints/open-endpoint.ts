import { existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { withOpenLock } from '../state/open-lock.ts';
import type { AwsCredentials } from '../sigv4/verify-signature.ts';
import { ensureCredentials, isSamePair } from './endpoint-credentials.ts';
import {
  claimEndpoint,
  isServing,
  readEndpointOwner,
  type EndpointOwner,
} from './endpoint-owner.ts';
import { EndpointSharedError } from './endpoint-shared-error.ts';

/** What serves a folder while it is open. */
export interface RunningService {
  readonly port: number;
  /** Absent for a server of the service's own. */
  readonly host?: string;
  readonly stop: () => Promise<void>;
}

/** Where a service can be reached, and with which key. */
export interface OpenEndpoint {
  readonly url: string;
  readonly credentials: AwsCredentials;
  /** False when another process serves the folder, or an earlier opening of this one. */
  readonly isOwner: boolean;
  /** Ends the service; only detaches when another one owns it. */
  readonly stop: () => Promise<void>;
}

export interface OpenEndpointOptions {
  /** State folder; made 0700 when it is missing. */
  readonly dataDir: string;
  /** Folder of this service in it: `s3`. */
  readonly name: string;
  /** Default: the data folder's own, made at random the first time. */
  readonly credentials?: AwsCredentials | undefined;
  /** Default: the port of the last time when it is free, else any. */
  readonly port?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** @param folder - of this service; no other process uses it now */
  start(
    folder: string,
    credentials: AwsCredentials,
    preferredPort: number | undefined,
  ): Promise<RunningService>;
}

/**
 * Serve a folder, or share the service of the live process that does so already.
 *
 * One process owns a folder at any time: deciding, starting and stopping happen under a lock that
 * the kernel gives back when its holder dies.
 *
 * @throws {EndpointSharedError} when the folder is served with other credentials than those given
 */
export async function openEndpoint(options: OpenEndpointOptions): Promise<OpenEndpoint> {
  const dataDir = resolve(options.dataDir);
  const folder = join(dataDir, options.name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const lockFile = join(folder, 'open.lock');

  return withOpenLock(lockFile, options.signal, async () => {
    const owner = await readEndpointOwner(folder);
    if (owner && (await isServing(owner))) return shareWith(owner, folder, options.credentials);
    const credentials = options.credentials ?? (await ensureCredentials(dataDir));
    const ownPort = owner?.host === undefined ? owner?.port : undefined;
    const { port, host, stop } = await options.start(folder, credentials, options.port ?? ownPort);
    const release = await claimEndpoint(folder, { port, host, credentials });
    const end = async (): Promise<void> => {
      await stop();
      await release();
    };
    // A folder that somebody removed has no lock any more, and no note to take back.
    const endAsOwner = (): Promise<void> =>
      existsSync(folder) ? withOpenLock(lockFile, undefined, end) : stop();
    let ended: Promise<void> | undefined;
    return {
      url: urlOf(port, host),
      credentials,
      isOwner: true,
      stop: () => (ended ??= endAsOwner()),
    };
  });
}

function shareWith(
  { port, host, credentials }: EndpointOwner,
  folder: string,
  given: AwsCredentials | undefined,
): OpenEndpoint {
  if (given && !isSamePair(given, credentials)) throw new EndpointSharedError(folder);
  return { url: urlOf(port, host), credentials, isOwner: false, stop: async () => undefined };
}

/** The IP address, not `localhost`: with it the SDKs choose path style by themselves. */
function urlOf(port: number, host = '127.0.0.1'): string {
  return `http://${host}:${port}`;
}
