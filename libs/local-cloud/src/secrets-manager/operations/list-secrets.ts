import { isJsonObject } from '@pipelines/core';
import { describeStoredSecret } from '../describe-stored-secret.ts';
import { isOver, textMember, type SecretsCall, type SecretsOperation } from '../secrets-call.ts';
import { SecretsError } from '../secrets-error.ts';
import type { StoredSecret } from '../stored-secret.ts';

const LONGEST_PAGE = 100;

/** ListSecrets, in order of names. Of the filters there is the one by prefix of the name. */
export const listSecrets: SecretsOperation = async (call) => {
  const after = textMember(call, 'NextToken');
  const prefixes = readPrefixes(call);
  const showsDeleted = call.members['IncludePlannedDeletion'] === true;
  const found: StoredSecret[] = [];
  for (const secret of call.store.list()) {
    if (after !== undefined && secret.name <= after) continue;
    if (prefixes && !prefixes.some((prefix) => secret.name.startsWith(prefix))) continue;
    if (await isOver(call, secret)) continue;
    if (secret.deleteAtMs === undefined || showsDeleted) found.push(secret);
  }
  const limit = readLimit(call);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    SecretList: page.map((secret) => describeStoredSecret(secret, 'SecretVersionsToStages')),
    ...(last && found.length > limit && { NextToken: last.name }),
  };
};

function readLimit({ members }: SecretsCall): number {
  const limit = members['MaxResults'] ?? LONGEST_PAGE;
  if (typeof limit === 'number' && limit >= 1 && limit <= LONGEST_PAGE) return limit;
  throw new SecretsError('InvalidParameterException', 'MaxResults must be between 1 and 100.');
}

function readPrefixes({ members }: SecretsCall): readonly string[] | undefined {
  const filters = members['Filters'] ?? [];
  if (!Array.isArray(filters) || filters.length === 0) return undefined;
  const [filter] = filters;
  const isByName = filters.length === 1 && isJsonObject(filter) && filter['Key'] === 'name';
  const values = isByName ? filter['Values'] : undefined;
  if (Array.isArray(values)) return values.filter((value) => typeof value === 'string');
  throw new SecretsError(
    'InvalidParameterException',
    'This endpoint filters secrets by name only.',
  );
}
