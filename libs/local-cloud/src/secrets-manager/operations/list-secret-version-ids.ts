import { readPage } from '../read-page.ts';
import { requireSecret, withoutUndefined, type SecretsOperation } from '../secrets-call.ts';

/** ListSecretVersionIds, the newest last; deprecated versions on demand. */
export const listSecretVersionIds: SecretsOperation = async (call) => {
  const secret = await requireSecret(call);
  const showsDeprecated = call.members['IncludeDeprecated'] === true;
  const shown = secret.versions.filter(({ stages }) => showsDeprecated || stages.length > 0);
  const { page, nextToken } = readPage(call, shown, {
    keyOf: (version) => String(secret.versions.indexOf(version)),
    isAfter: (key, last) => Number(key) > Number(last),
  });
  return withoutUndefined({
    ARN: secret.arn,
    Name: secret.name,
    Versions: page.map(({ id, stages, createdMs }) => ({
      VersionId: id,
      VersionStages: [...stages],
      CreatedDate: createdMs / 1_000,
    })),
    NextToken: nextToken,
  });
};
