import { isJsonObject } from '@pipelines/core';
import type { SecretsCall } from './secrets-call.ts';
import { SecretsError } from './secrets-error.ts';
import type { StoredSecret } from './stored-secret.ts';

/**
 * The tags of a request; none when it has none.
 *
 * @throws {SecretsError} `InvalidParameterException` when they are not of AWS's form
 */
export function readTags({ members }: SecretsCall): StoredSecret['tags'] {
  const tags = members['Tags'] ?? [];
  if (!Array.isArray(tags)) throw invalid();
  return tags.map((tag) => {
    if (!isJsonObject(tag)) throw invalid();
    const { Key, Value } = tag;
    if (typeof Key !== 'string' || typeof Value !== 'string') throw invalid();
    return { Key, Value };
  });
}

function invalid(): SecretsError {
  return new SecretsError('InvalidParameterException', 'Tags must be a list of Key and Value.');
}
