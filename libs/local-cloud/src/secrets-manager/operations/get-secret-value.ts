import {
  epochSeconds,
  requireLiveSecret,
  textMember,
  withoutUndefined,
  type SecretsOperation,
} from '../secrets-call.ts';
import { SecretsError } from '../secrets-error.ts';
import { CURRENT } from '../stored-secret.ts';

/** GetSecretValue: by version, by stage, else the current one. */
export const getSecretValue: SecretsOperation = async (call) => {
  const { arn, name, versions } = await requireLiveSecret(call);
  const versionId = textMember(call, 'VersionId');
  const stage = textMember(call, 'VersionStage') ?? (versionId === undefined ? CURRENT : undefined);
  const version = versions.find(
    ({ id, stages }) =>
      (versionId === undefined || id === versionId) &&
      (stage === undefined || stages.includes(stage)),
  );
  if (!version) {
    const wanted = versionId ? `VersionId: ${versionId}` : `staging label: ${stage}`;
    throw new SecretsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${wanted}`,
    );
  }
  return withoutUndefined({
    ARN: arn,
    Name: name,
    VersionId: version.id,
    SecretString: version.text,
    SecretBinary: version.binary,
    VersionStages: [...version.stages],
    CreatedDate: epochSeconds(version.createdMs),
  });
};
