import { randomUUID } from 'node:crypto';
import type { TaskFailure, TaskRequest } from '@pipelines/asl-runtime';
import type { Json, JsonObject } from '@pipelines/core';
import { LONGEST_MESSAGE_BYTES } from '../outbox.ts';
import { readParameters, textOf, type ParameterRules } from './call-parameters.ts';
import { createPlainIntegration } from './create-plain-integration.ts';
import { messageText, nextSequenceNumber } from './message-text.ts';
import type { MessageWorld } from './send-message.ts';
import { serviceAnswer, serviceFailure } from './service-answer.ts';
import type { Integration } from './service-call.ts';

const PARAMETERS: ParameterRules = {
  Message: { isRequired: true },
  MessageAttributes: {},
  MessageDeduplicationId: { type: 'STRING' },
  MessageGroupId: { type: 'STRING' },
  MessageStructure: { type: 'STRING' },
  PhoneNumber: { type: 'STRING' },
  Subject: { type: 'STRING' },
  TargetArn: { type: 'STRING' },
  TopicArn: { type: 'STRING' },
};
const NAMES = { prefix: 'SNS', service: 'AmazonSNS' };
const ARN = /^arn:aws[a-z-]*:sns:[^:]+:\d{12}:[\w/-]+(\.fifo)?(:.+)?$/;
/** The XML of an answer to Publish is always as long as this. */
const ANSWER_LENGTH = 294;

/**
 * `sns:publish`, to the outbox. Every topic exists, and nobody has subscribed to it.
 *
 * Source: docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html, and recorded answers and
 * failures of AWS (conformance corpus, categories services and callback)
 */
export function createPublish(world: MessageWorld): Integration {
  return createPlainIntegration(world.tokens, (action) =>
    action === 'publish' ? async (request) => publish(request, world) : undefined,
  );
}

function publish(request: TaskRequest, { outbox, clock }: MessageWorld): Json {
  const parameters = readParameters(request, PARAMETERS);
  const target = targetOf(parameters);
  const body = messageText(parameters['Message']);
  if (body === '') throw invalid('Empty message');
  if (Buffer.byteLength(body) > LONGEST_MESSAGE_BYTES) throw invalid('Message too long');
  const groupId = textOf(parameters, 'MessageGroupId');
  const subject = textOf(parameters, 'Subject');
  const isFifo = target.endsWith('.fifo');
  if (isFifo && groupId === undefined) {
    throw invalid('The MessageGroupId parameter is required for FIFO topics');
  }
  const messageId = randomUUID();
  const attributes = parameters['MessageAttributes'];
  outbox.add(
    {
      service: 'sns',
      target,
      messageId,
      body,
      ...(subject !== undefined && { subject }),
      ...(groupId !== undefined && { groupId }),
      ...(attributes !== undefined && { attributes }),
    },
    request,
  );
  return serviceAnswer(
    { MessageId: messageId, ...(isFifo && { SequenceNumber: nextSequenceNumber() }) },
    { contentType: 'text/xml', contentLength: ANSWER_LENGTH, nowMs: clock.now() },
  );
}

/** ARN of the topic or endpoint. A telephone number is a person's, and is not written down. */
function targetOf(parameters: JsonObject): string {
  const given = ['TopicArn', 'TargetArn', 'PhoneNumber'].filter((name) => name in parameters);
  const [name = 'TopicArn'] = given;
  if (given.length > 1)
    throw invalid('Only one of TopicArn, TargetArn and PhoneNumber may be given');
  if (name === 'PhoneNumber') return 'a phone number';
  const arn = textOf(parameters, name) ?? '';
  if (!ARN.test(arn)) throw invalid(name);
  return arn;
}

function invalid(problem: string): TaskFailure {
  const message = `Invalid parameter: ${problem}`;
  return serviceFailure({ code: 'InvalidParameter', message }, NAMES);
}
