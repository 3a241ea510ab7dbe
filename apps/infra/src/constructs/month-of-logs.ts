import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  DataIdentifier,
  DataProtectionPolicy,
  LogGroup,
  RetentionDays,
} from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** What a log group is named, if it is named by us, and what is kept out of it. */
export interface MonthOfLogsOptions {
  readonly logGroupName?: string;
  /** Encrypts it. */
  readonly key: IKey;
  /** Mask what looks like an SSN: a second net, the first is that none is logged. */
  readonly isMaskingSsns?: boolean;
}

/** A log group that is encrypted, kept for a month, and not lost with its stack. */
export function createMonthOfLogs(
  scope: Construct,
  id: string,
  { logGroupName, key, isMaskingSsns = false }: MonthOfLogsOptions,
): LogGroup {
  return new LogGroup(scope, id, {
    ...(logGroupName !== undefined && { logGroupName }),
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.RETAIN,
    encryptionKey: key,
    ...(isMaskingSsns && {
      dataProtectionPolicy: new DataProtectionPolicy({ identifiers: [DataIdentifier.SSN_US] }),
    }),
  });
}
