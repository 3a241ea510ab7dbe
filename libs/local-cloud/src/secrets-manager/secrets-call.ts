import type { Clock, Json, JsonObject } from '@pipelines/core';
import type { SecretStore } from './secret-store.ts';
import { SecretsError } from './secrets-error.ts';
import type { StoredSecret } from './stored-secret.ts';

/** A verified request, and what an operation needs to answer it. */
export interface SecretsCall {
  readonly members: JsonObject;
  readonly store: SecretStore;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
}

/** An operation of the API. It throws a SecretsError to refuse. */
export type SecretsOperation = (call: SecretsCall) => Promise<JsonObject>;

/**
 * A member that must be text when it is there.
 *
 * @throws {SecretsError} `SerializationException`
 */
export function textMember({ members }: SecretsCall, name: string): string | undefined {
  const value = members[name];
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  throw new SecretsError('SerializationException', `${name} must be a string.`);
}

/**
 * The secret that the member SecretId names, deleted ones included until their time is over.
 *
 * @throws {SecretsError} `ResourceNotFoundException`
 */
export async function requireSecret(call: SecretsCall): Promise<StoredSecret> {
  const id = textMember(call, 'SecretId') ?? '';
  const secret = call.store.find(id);
  if (secret && !(await isOver(call, secret))) return secret;
  throw new SecretsError(
    'ResourceNotFoundException',
    "Secrets Manager can't find the specified secret.",
  );
}

/**
 * The same, but not one that was deleted.
 *
 * @throws {SecretsError} `InvalidRequestException`
 */
export async function requireLiveSecret(call: SecretsCall): Promise<StoredSecret> {
  const secret = await requireSecret(call);
  if (secret.deleteAtMs === undefined) return secret;
  throw new SecretsError(
    'InvalidRequestException',
    "You can't perform this operation on the secret because it was marked for deletion.",
  );
}

/** Whether the recovery window of a deleted secret has ended; then it is removed. */
export async function isOver(
  { store, clock }: SecretsCall,
  { name, deleteAtMs }: StoredSecret,
): Promise<boolean> {
  if (deleteAtMs === undefined || deleteAtMs > clock.now()) return false;
  await store.delete(name);
  return true;
}

/** A moment as AWS's JSON services write it: seconds, with a fraction. */
export function epochSeconds(ms: number | undefined): Json | undefined {
  return ms === undefined ? undefined : ms / 1_000;
}

/** A JSON object without the members that are undefined. */
export function withoutUndefined(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
}
