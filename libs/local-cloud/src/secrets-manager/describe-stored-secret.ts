import type { Json, JsonObject } from '@pipelines/core';
import { epochSeconds, withoutUndefined } from './secrets-call.ts';
import type { StoredSecret } from './stored-secret.ts';

/**
 * What may be told of a secret without its value.
 *
 * @param stagesName - ListSecrets and DescribeSecret call the stages of versions differently
 */
export function describeStoredSecret(
  secret: StoredSecret,
  stagesName: 'VersionIdsToStages' | 'SecretVersionsToStages',
): JsonObject {
  const staged = secret.versions.filter(({ stages }) => stages.length > 0);
  const stages = staged.map(({ id, stages }): [string, Json] => [id, [...stages]]);
  return withoutUndefined({
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    CreatedDate: epochSeconds(secret.createdMs),
    LastChangedDate: epochSeconds(secret.changedMs),
    DeletedDate: epochSeconds(secret.deleteAtMs),
    Tags: secret.tags.map(({ Key, Value }) => ({ Key, Value })),
    [stagesName]: Object.fromEntries(stages),
  });
}
