import { describeStoredSecret } from '../describe-stored-secret.ts';
import { requireSecret, type SecretsOperation } from '../secrets-call.ts';

/** DescribeSecret, deleted ones included. */
export const describeSecret: SecretsOperation = async (call) =>
  describeStoredSecret(await requireSecret(call), 'VersionIdsToStages');
