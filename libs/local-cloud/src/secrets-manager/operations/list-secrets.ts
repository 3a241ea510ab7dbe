import { describeStoredSecret } from '../describe-stored-secret.ts';
import { readPage } from '../read-page.ts';
import { readFilters } from '../secret-filters.ts';
import { isOver, textMember, withoutUndefined, type SecretsOperation } from '../secrets-call.ts';
import type { StoredSecret } from '../stored-secret.ts';

/** ListSecrets, in order of names, or in the reverse for SortOrder `desc`. */
export const listSecrets: SecretsOperation = async (call) => {
  const passes = readFilters(call);
  const showsDeleted = call.members['IncludePlannedDeletion'] === true;
  const found: StoredSecret[] = [];
  for (const secret of call.store.list()) {
    if (!passes(secret) || (await isOver(call, secret))) continue;
    if (secret.deleteAtMs === undefined || showsDeleted) found.push(secret);
  }
  const isReverse = textMember(call, 'SortOrder') === 'desc';
  const { page, nextToken } = readPage(call, isReverse ? found.toReversed() : found, {
    keyOf: ({ name }) => name,
    isAfter: (key, last) => (isReverse ? key < last : key > last),
  });
  return withoutUndefined({
    SecretList: page.map((secret) => describeStoredSecret(secret, 'SecretVersionsToStages')),
    NextToken: nextToken,
  });
};
