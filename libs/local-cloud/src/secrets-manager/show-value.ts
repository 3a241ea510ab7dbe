import type { JsonObject } from '@pipelines/core';
import { epochSeconds, withoutUndefined } from './secrets-call.ts';
import { SecretsError } from './secrets-error.ts';
import type { SecretVersion, StoredSecret } from './stored-secret.ts';

/** A value with what it belongs to, as GetSecretValue answers. */
export function showValue({ arn, name }: StoredSecret, version: SecretVersion): JsonObject {
  return withoutUndefined({
    ARN: arn,
    Name: name,
    VersionId: version.id,
    SecretString: version.text,
    SecretBinary: version.binary,
    VersionStages: [...version.stages],
    CreatedDate: epochSeconds(version.createdMs),
  });
}

/** @param wanted - `VersionId: …` or `staging label: …` */
export function noSuchValue(wanted: string): SecretsError {
  return new SecretsError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${wanted}`,
  );
}
