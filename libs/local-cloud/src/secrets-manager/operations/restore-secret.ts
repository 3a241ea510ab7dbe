import { requireSecret, type SecretsOperation } from '../secrets-call.ts';

/** RestoreSecret: a deleted secret is there again, with its values. */
export const restoreSecret: SecretsOperation = async (call) => {
  const secret = await requireSecret(call);
  await call.store.put({ ...secret, deleteAtMs: undefined });
  return { ARN: secret.arn, Name: secret.name };
};
