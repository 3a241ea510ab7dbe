import type { SecretsCall } from './secrets-call.ts';

/**
 * ARN of a secret: Secrets Manager ends it in six random characters, so that a new secret of an old
 * name is another resource.
 *
 * @param ending - six characters
 */
export function secretArn(
  { region, accountId }: Pick<SecretsCall, 'region' | 'accountId'>,
  name: string,
  ending: string,
): string {
  return `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${ending}`;
}
