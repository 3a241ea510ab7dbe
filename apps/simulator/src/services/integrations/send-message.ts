import { createHash, randomUUID } from 'node:crypto';
import { TaskFailure, type TaskRequest } from '@pipelines/asl-runtime';
import type { Clock, Json } from '@pipelines/core';
import { LONGEST_MESSAGE_BYTES, type Outbox } from '../outbox.ts';
import { readParameters, textOf, type ParameterRules } from './call-parameters.ts';
import { createPlainIntegration } from './create-plain-integration.ts';
import { md5OfAttributes } from './message-attributes.ts';
import { messageText, nextSequenceNumber } from './message-text.ts';
import { serviceAnswer, serviceFailure } from './service-answer.ts';
import type { Integration } from './service-call.ts';
import type { TaskTokens } from '../task-tokens.ts';

const PARAMETERS: ParameterRules = {
  QueueUrl: { isRequired: true, type: 'STRING' },
  MessageBody: { isRequired: true },
  DelaySeconds: {},
  MessageAttributes: {},
  MessageDeduplicationId: { type: 'STRING' },
  MessageGroupId: { type: 'STRING' },
};
const NAMES = { prefix: 'SQS', service: 'AmazonSQS', exception: 'AmazonSQSException' };

/** What a call that sends a message works on. */
export interface MessageWorld {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly tokens: TaskTokens;
}

/**
 * `sqs:sendMessage`, to the outbox. Every queue exists, and nothing takes from it.
 *
 * Source: docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html, and recorded answers and
 * failures of AWS (conformance corpus, categories services, callback and error-handling)
 */
export function createSendMessage(world: MessageWorld): Integration {
  return createPlainIntegration(world.tokens, (action) =>
    action === 'sendMessage' ? async (request) => send(request, world) : undefined,
  );
}

function send(request: TaskRequest, { outbox, clock }: MessageWorld): Json {
  const parameters = readParameters(request, PARAMETERS);
  const target = textOf(parameters, 'QueueUrl') ?? '';
  checkQueue(target);
  const body = messageText(parameters['MessageBody']);
  if (body === '') throw missing('MessageBody');
  if (Buffer.byteLength(body) > LONGEST_MESSAGE_BYTES) throw tooLong();
  const groupId = textOf(parameters, 'MessageGroupId');
  const isFifo = target.endsWith('.fifo');
  if (isFifo && groupId === undefined) throw missing('MessageGroupId');
  const messageId = randomUUID();
  const attributes = parameters['MessageAttributes'];
  const md5 = md5OfAttributes(attributes);
  outbox.add(
    {
      service: 'sqs',
      target,
      messageId,
      body,
      ...(groupId !== undefined && { groupId }),
      ...(attributes !== undefined && { attributes }),
    },
    request,
  );
  const members = {
    ...(md5 !== undefined && { MD5OfMessageAttributes: md5 }),
    MD5OfMessageBody: createHash('md5').update(body).digest('hex'),
    MessageId: messageId,
    ...(isFifo && { SequenceNumber: nextSequenceNumber() }),
  };
  return serviceAnswer(members, {
    contentType: 'application/x-amz-json-1.0',
    contentLength: Buffer.byteLength(JSON.stringify(members)),
    nowMs: clock.now(),
  });
}

/** The URL of a queue: `https://sqs.us-east-1.amazonaws.com/000000000000/name`, on any host. */
function checkQueue(url: string): void {
  if (/^https?:\/\/[^/]+\/\d{12}\/[\w-]{1,80}(\.fifo)?$/.test(url)) return;
  const host = URL.parse(url)?.host ?? url;
  throw new TaskFailure(
    'SQS.SdkClientException',
    `Unable to execute HTTP request: ${host}: Name or service not known`,
  );
}

function missing(name: string): TaskFailure {
  const message = `The request must contain the parameter ${name}.`;
  return serviceFailure({ code: 'MissingParameter', message }, NAMES);
}

function tooLong(): TaskFailure {
  const message = `One or more parameters are invalid. Reason: Message must be shorter than ${LONGEST_MESSAGE_BYTES} bytes.`;
  return serviceFailure({ code: 'InvalidParameterValue', message }, NAMES);
}
