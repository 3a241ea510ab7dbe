import { readNewVersion } from '../new-version.ts';
import { storeVersion } from '../store-version.ts';
import { requireLiveSecret, type SecretsOperation } from '../secrets-call.ts';
import { SecretsError } from '../secrets-error.ts';

/** PutSecretValue: a new version, which is the current one unless the request says otherwise. */
export const putSecretValue: SecretsOperation = async (call) => {
  const secret = await requireLiveSecret(call);
  const version = readNewVersion(call);
  if (!version) {
    throw new SecretsError(
      'InvalidRequestException',
      'You must provide either SecretString or SecretBinary.',
    );
  }
  await storeVersion(call, secret, version);
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    VersionStages: [...version.stages],
  };
};
