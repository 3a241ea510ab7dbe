import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** A queue of events that could not be delivered, kept for as long as SQS keeps anything. */
export function createDeadLetterQueue(
  scope: Construct,
  props: { readonly queueName: string; readonly key: IKey },
): Queue {
  return new Queue(scope, 'DeadLetters', {
    queueName: props.queueName,
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: props.key,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
}
