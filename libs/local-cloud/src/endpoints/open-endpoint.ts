import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withOpenLock } from '../state/open-lock.ts';
import type { AwsCredentials } from '../sigv4/verify-signature.ts';
import { claimEndpoint, isServing, readEndpointOwner } from './endpoint-owner.ts';
import { settleCredentials } from './endpoint-credentials.ts';

/** What serves a folder while it is open. */
export interface RunningService {
  readonly port: number;
  stop(): Promise<void>;
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
  /** Made 0700 when it is missing. */
  readonly folder: string;
  /** Default: the folder's own, made at random the first time. */
  readonly credentials?: AwsCredentials | undefined;
  /** Default: the port of the last time when it is free, else any. */
  readonly port?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  start(credentials: AwsCredentials, preferredPort: number | undefined): Promise<RunningService>;
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
  const { folder, signal } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const locked = <Result>(action: () => Promise<Result>): Promise<Result> =>
    withOpenLock(join(folder, 'open.lock'), signal, action);

  return locked(async () => {
    const owner = await readEndpointOwner(folder);
    const isServed = await isServing(owner);
    const credentials = await settleCredentials(folder, options.credentials, isServed);
    if (owner && isServed) {
      return { url: urlOf(owner.port), credentials, isOwner: false, stop: async () => undefined };
    }
    const service = await options.start(credentials, options.port ?? owner?.port);
    const release = await claimEndpoint(folder, service.port);
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> =>
      withOpenLock(join(folder, 'open.lock'), undefined, async () => {
        await service.stop();
        await release();
      });
    return {
      url: urlOf(service.port),
      credentials,
      isOwner: true,
      stop: () => (stopped ??= stop()),
    };
  });
}

/** The IP address, not `localhost`: with it the SDKs choose path style by themselves. */
function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}
