import type { NeededPermission } from '../endpoints/needed-permission.ts';
import { secretArn } from './secret-arn.ts';
import { textMember, type SecretsCall } from './secrets-call.ts';

/** In place of the random characters, where nothing has them yet. */
const NO_ENDING = '000000';
/** Operations that AWS can only allow on everything. */
const WITHOUT_RESOURCE: ReadonlySet<string> = new Set(['BatchGetSecretValue', 'ListSecrets']);

/**
 * The permission that Secrets Manager asks for before it does an operation.
 *
 * A secret that is not there gets an ARN too, with zeros for the random characters.
 * Source: the Service Authorization Reference of AWS Secrets Manager.
 */
export function neededPermission(operation: string, call: SecretsCall): NeededPermission {
  const action = `secretsmanager:${operation}`;
  if (WITHOUT_RESOURCE.has(operation)) return { action, resource: '*' };
  const id = textMember(call, 'SecretId') ?? textMember(call, 'Name') ?? '';
  return { action, resource: call.store.find(id)?.arn ?? secretArn(call, id, NO_ENDING) };
}
