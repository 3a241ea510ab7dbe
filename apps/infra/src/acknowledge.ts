import type { FunctionSpec } from '@pipelines/workflows';
import { Aws, Stack, Token, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isS3Path } from './grants/function-statements.ts';
import type { Settings } from './settings.ts';

const WILDCARD = 'AwsSolutions::AwsSolutions-IAM5';

/** Let a finding of a rule pack stand at its place, for this reason. */
export function acknowledge(scope: IConstruct, id: string, reason: string): void {
  Validations.of(scope).acknowledge({ id, reason });
}

/** Let a resource with a wildcard stand in a policy. @param resource - as the rule pack writes it */
export function acknowledgeWildcard(policy: IConstruct, resource: string, reason: string): void {
  acknowledge(policy, `${WILDCARD}[Resource::${resource}]`, reason);
}

/** The prefixes of S3 that a row of the manifest names. */
export function acknowledgePrefixes(
  policy: IConstruct,
  spec: FunctionSpec,
  { bucketName }: Settings,
): void {
  const prefixes = [...spec.reads, ...spec.writes].filter(
    (path) => isS3Path(path) && path.endsWith('/'),
  );
  for (const prefix of new Set(prefixes)) {
    acknowledgeWildcard(
      policy,
      `arn:${shown(Stack.of(policy).partition)}:s3:::${bucketName}/${prefix}*`,
      `Keys below ${prefix} carry dates; the prefix is that of the manifest.`,
    );
  }
}

/** As the rule pack writes it: what AWS alone knows by its name, anything else as it is. */
export function shown(value: string): string {
  if (!Token.isUnresolved(value)) return value;
  return value === Aws.PARTITION ? '<AWS::Partition>' : '<AWS::AccountId>';
}
