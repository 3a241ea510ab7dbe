import { readNewVersion } from '../new-version.ts';
import { storeVersion } from '../store-version.ts';
import {
  requireLiveSecret,
  textMember,
  withoutUndefined,
  type SecretsOperation,
} from '../secrets-call.ts';

/** UpdateSecret: the description, the key, and perhaps a new current value. */
export const updateSecret: SecretsOperation = async (call) => {
  const secret = await requireLiveSecret(call);
  const version = readNewVersion(call);
  const updated = {
    ...secret,
    description: textMember(call, 'Description') ?? secret.description,
    kmsKeyId: textMember(call, 'KmsKeyId') ?? secret.kmsKeyId,
    changedMs: call.clock.now(),
  };
  if (version) await storeVersion(call, updated, version);
  else await call.store.put(updated);
  return withoutUndefined({ ARN: secret.arn, Name: secret.name, VersionId: version?.id });
};
