import { randomUUID } from 'node:crypto';
import { textMember, type SecretsCall } from './secrets-call.ts';
import { SecretsError } from './secrets-error.ts';
import { CURRENT, type SecretVersion } from './stored-secret.ts';

/** AWS's limit for a value. */
const MOST_BYTES = 65_536;

/**
 * The value that a request brings.
 *
 * @returns undefined when it brings none
 * @throws {SecretsError} `InvalidParameterException` for two forms, or a value that is too long
 */
export function readNewVersion(call: SecretsCall): SecretVersion | undefined {
  const text = textMember(call, 'SecretString');
  const binary = textMember(call, 'SecretBinary');
  if (text !== undefined && binary !== undefined) {
    throw new SecretsError(
      'InvalidParameterException',
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  if (text === undefined && binary === undefined) return undefined;
  const sizeBytes = text === undefined ? byteLength(binary) : Buffer.byteLength(text);
  if (sizeBytes < 1 || sizeBytes > MOST_BYTES) {
    throw new SecretsError(
      'InvalidParameterException',
      `The secret value must have 1 to ${MOST_BYTES} bytes.`,
    );
  }
  return {
    id: readToken(call),
    stages: readStages(call),
    createdMs: call.clock.now(),
    ...(text !== undefined && { text }),
    ...(binary !== undefined && { binary }),
  };
}

function byteLength(base64: string | undefined): number {
  return Buffer.from(base64 ?? '', 'base64').length;
}

/** The SDKs send one with every request, so that a retry makes no second version. */
function readToken(call: SecretsCall): string {
  const token = textMember(call, 'ClientRequestToken') ?? randomUUID();
  if (token.length >= 32 && token.length <= 64) return token;
  throw new SecretsError(
    'InvalidParameterException',
    'You provided a ClientRequestToken that is not 32-64 characters long.',
  );
}

function readStages({ members }: SecretsCall): readonly string[] {
  const stages = members['VersionStages'];
  if (stages === undefined) return [CURRENT];
  const isList = Array.isArray(stages) && stages.every((stage) => typeof stage === 'string');
  if (isList && stages.length > 0) return stages;
  throw new SecretsError('InvalidParameterException', 'VersionStages must be a list of labels.');
}
