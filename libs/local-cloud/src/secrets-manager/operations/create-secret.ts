import { randomBytes } from 'node:crypto';
import { readNewVersion } from '../new-version.ts';
import { readTags } from '../read-tags.ts';
import { secretArn } from '../secret-arn.ts';
import {
  isOver,
  textMember,
  withoutUndefined,
  type SecretsCall,
  type SecretsOperation,
} from '../secrets-call.ts';
import { SecretsError } from '../secrets-error.ts';
import { hasSameValue, type StoredSecret } from '../stored-secret.ts';

/** CreateSecret. The same request again, as a retry sends it, changes nothing. */
export const createSecret: SecretsOperation = async (call) => {
  const { store, clock } = call;
  const name = readName(call);
  const version = readNewVersion(call);
  const existing = store.find(name);
  if (existing && !(await isOver(call, existing))) {
    const first = existing.versions.find(({ id }) => id === version?.id);
    if (version && first && hasSameValue(first, version)) return describe(existing, version.id);
    throw alreadyThere(existing);
  }
  const nowMs = clock.now();
  const secret: StoredSecret = {
    name,
    arn: secretArn(call, name, randomBytes(3).toString('hex')),
    description: textMember(call, 'Description'),
    kmsKeyId: textMember(call, 'KmsKeyId'),
    tags: readTags(call),
    createdMs: nowMs,
    changedMs: nowMs,
    versions: version ? [version] : [],
  };
  await store.put(secret);
  return describe(secret, version?.id);
};

function describe({ arn, name }: StoredSecret, versionId: string | undefined) {
  return withoutUndefined({ ARN: arn, Name: name, VersionId: versionId });
}

function readName(call: SecretsCall): string {
  const name = textMember(call, 'Name') ?? '';
  if (/^[\w/+=.@-]{1,512}$/.test(name)) return name;
  throw new SecretsError(
    'ValidationException',
    'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
  );
}

function alreadyThere({ name, deleteAtMs }: StoredSecret): SecretsError {
  if (deleteAtMs !== undefined) {
    return new SecretsError(
      'InvalidRequestException',
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  return new SecretsError(
    'ResourceExistsException',
    `The operation failed because the secret ${name} already exists.`,
  );
}
