import {
  epochSeconds,
  requireLiveSecret,
  withoutUndefined,
  type SecretsOperation,
} from '../secrets-call.ts';
import { SecretsError } from '../secrets-error.ts';

const DAY_MS = 86_400_000;
/** Days in which a deleted secret can be restored. */
const RECOVERY = { least: 7, most: 30 };

/** DeleteSecret: after a recovery window of 30 days unless the request says otherwise, or at once. */
export const deleteSecret: SecretsOperation = async (call) => {
  const { members, store, clock } = call;
  const isForced = members['ForceDeleteWithoutRecovery'] === true;
  const days = members['RecoveryWindowInDays'];
  if (isForced && days !== undefined) {
    throw new SecretsError(
      'InvalidParameterException',
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  }
  const recoveryDays = days ?? RECOVERY.most;
  if (
    typeof recoveryDays !== 'number' ||
    recoveryDays < RECOVERY.least ||
    recoveryDays > RECOVERY.most
  ) {
    throw new SecretsError(
      'InvalidParameterException',
      'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
    );
  }
  const secret = await requireLiveSecret(call);
  const deleteAtMs = clock.now() + (isForced ? 0 : recoveryDays * DAY_MS);
  if (isForced) await store.delete(secret.name);
  else await store.put({ ...secret, deleteAtMs });
  return withoutUndefined({
    ARN: secret.arn,
    Name: secret.name,
    DeletionDate: epochSeconds(deleteAtMs),
  });
};
