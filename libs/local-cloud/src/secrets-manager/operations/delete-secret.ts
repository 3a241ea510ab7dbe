import { randomBytes } from 'node:crypto';
import type { JsonObject } from '@pipelines/core';
import { secretArn } from '../secret-arn.ts';
import {
  epochSeconds,
  requireLiveSecret,
  textMember,
  withoutUndefined,
  type SecretsCall,
  type SecretsOperation,
} from '../secrets-call.ts';
import { SecretsError } from '../secrets-error.ts';
import type { StoredSecret } from '../stored-secret.ts';

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
  const nowMs = clock.now();
  if (isForced) return forceDelete(call, nowMs);
  const secret = await requireLiveSecret(call);
  const deleteAtMs = nowMs + recoveryDays * DAY_MS;
  await store.put({ ...secret, deleteAtMs });
  return answer(secret, deleteAtMs);
};

/** Done also for a secret that is deleted already, and for one that was never there. */
async function forceDelete(call: SecretsCall, nowMs: number): Promise<JsonObject> {
  const id = textMember(call, 'SecretId') ?? '';
  const absent = { name: id, arn: secretArn(call, id, randomBytes(3).toString('hex')) };
  const secret = call.store.find(id) ?? absent;
  await call.store.delete(secret.name);
  return answer(secret, nowMs);
}

function answer({ arn, name }: Pick<StoredSecret, 'arn' | 'name'>, deleteAtMs: number): JsonObject {
  return withoutUndefined({ ARN: arn, Name: name, DeletionDate: epochSeconds(deleteAtMs) });
}
