import { requireLiveSecret, textMember, type SecretsOperation } from '../secrets-call.ts';
import { CURRENT } from '../stored-secret.ts';
import { noSuchValue, showValue } from '../show-value.ts';

/** GetSecretValue: by version, by stage, else the current one. */
export const getSecretValue: SecretsOperation = async (call) => {
  const secret = await requireLiveSecret(call);
  const versionId = textMember(call, 'VersionId');
  const stage = textMember(call, 'VersionStage') ?? (versionId === undefined ? CURRENT : undefined);
  const version = secret.versions.find(
    ({ id, stages }) =>
      (versionId === undefined || id === versionId) &&
      (stage === undefined || stages.includes(stage)),
  );
  if (version) return showValue(secret, version);
  throw noSuchValue(versionId ? `VersionId: ${versionId}` : `staging label: ${stage}`);
};
