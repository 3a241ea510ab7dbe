import {
  requireLiveSecret,
  textMember,
  type SecretsCall,
  type SecretsOperation,
} from '../secrets-call.ts';
import { SecretsError } from '../secrets-error.ts';
import { noSuchValue } from '../show-value.ts';
import { CURRENT, moveStage, type StoredSecret } from '../stored-secret.ts';

/**
 * UpdateSecretVersionStage: what a rotation ends with.
 *
 * The version that has the stage must be named, so that a rotation does not undo another one.
 * AWSCURRENT can be moved, not taken away.
 * Source: docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export const updateSecretVersionStage: SecretsOperation = async (call) => {
  const secret = await requireLiveSecret(call);
  const stage = textMember(call, 'VersionStage') ?? '';
  if (stage === '') throw invalid('You must provide a VersionStage.');
  const to = readVersionId(call, 'MoveToVersionId', secret);
  const from = readVersionId(call, 'RemoveFromVersionId', secret);
  const holder = secret.versions.find(({ stages }) => stages.includes(stage))?.id;
  if (stage === CURRENT && to === undefined) {
    throw invalid(
      `You can only move staging label ${CURRENT} to a different secret version. It can’t be completely removed.`,
    );
  }
  if (from === undefined && holder !== undefined && holder !== to) {
    throw invalid(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  }
  if (from !== undefined && from !== holder) {
    throw invalid(`Staging label ${stage} is not attached to version ${from}.`);
  }
  await call.store.put(moveStage(secret, stage, { to, nowMs: call.clock.now() }));
  return { ARN: secret.arn, Name: secret.name };
};

function readVersionId(
  call: SecretsCall,
  member: string,
  { versions }: StoredSecret,
): string | undefined {
  const id = textMember(call, member);
  if (id === undefined || versions.some((version) => version.id === id)) return id;
  throw noSuchValue(`VersionId: ${id}`);
}

function invalid(message: string): SecretsError {
  return new SecretsError('InvalidParameterException', message);
}
