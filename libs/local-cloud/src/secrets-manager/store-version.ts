import type { SecretsCall } from './secrets-call.ts';
import { SecretsError } from './secrets-error.ts';
import {
  addVersion,
  hasSameValue,
  type SecretVersion,
  type StoredSecret,
} from './stored-secret.ts';

/**
 * Add a version to a secret, unless it is there already because a request was retried.
 *
 * @throws {SecretsError} `ResourceExistsException` when its id is that of another value
 */
export async function storeVersion(
  { store }: SecretsCall,
  secret: StoredSecret,
  version: SecretVersion,
): Promise<void> {
  const existing = secret.versions.find(({ id }) => id === version.id);
  if (!existing) {
    await store.put(addVersion(secret, version));
    return;
  }
  if (hasSameValue(existing, version)) return;
  throw new SecretsError(
    'ResourceExistsException',
    "You can't use ClientRequestToken because that value is already in use for a version of this secret.",
  );
}
