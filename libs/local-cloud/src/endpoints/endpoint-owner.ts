import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { identifyProcess, isSameProcessAlive, type ProcessIdentity } from '../state/processes.ts';
import type { AwsCredentials } from '../sigv4/verify-signature.ts';
import { readIfPresent, writeWhole } from '../state/state-folder.ts';

/** The process that serves a folder, read by a second opener. */
export interface EndpointOwner {
  /** Undefined once that process has stopped serving. */
  readonly process?: ProcessIdentity;
  readonly port: number;
  /** Of a server that is not the endpoint's own: the next opening does not want its port. */
  readonly host?: string | undefined;
  /** What it takes signatures of. The file has mode 0600. */
  readonly credentials: AwsCredentials;
  /** Distinguishes this opening from a later one by the same process. */
  readonly token: string;
}

/** Whoever wrote down last that it serves `folder`, dead or alive. */
export async function readEndpointOwner(folder: string): Promise<EndpointOwner | undefined> {
  const text = await readIfPresent(ownerFile(folder));
  return text === undefined ? undefined : (JSON.parse(text) as EndpointOwner);
}

/** Whether the process that serves the folder still runs. */
export async function isServing(owner: EndpointOwner | undefined): Promise<boolean> {
  return owner?.process !== undefined && (await isSameProcessAlive(owner.process));
}

/**
 * Write down that this process serves `folder`, where, and with which key.
 *
 * @returns a function that takes the note back; the port stays, so that the next one prefers it
 */
export async function claimEndpoint(
  folder: string,
  served: Pick<EndpointOwner, 'port' | 'host' | 'credentials'>,
): Promise<() => Promise<void>> {
  const identity = await identifyProcess(process.pid);
  if (!identity) throw new Error('This process cannot read its own start time.');
  const token = randomUUID();
  await writeOwner(folder, { ...served, process: identity, token });
  return () => writeOwner(folder, { ...served, token });
}

function writeOwner(folder: string, owner: EndpointOwner): Promise<void> {
  return writeWhole(ownerFile(folder), JSON.stringify(owner, undefined, 2));
}

function ownerFile(folder: string): string {
  return join(folder, 'owner.json');
}
