import { describe, expect, it } from '@jest/globals';
import { CreateStateMachineCommand, GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import type { Json } from '@pipelines/core';
import { openVirtualServices, serveServices } from '../../../test/integration-fixture.ts';
import { recordedOutbox } from '../../../test/recorded-outbox.ts';
import { taskRequest } from '../../../test/task-request.ts';

const PUBLISH = 'arn:aws:states:::sns:publish';
const TopicArn = 'arn:aws:sns:us-east-1:111111111111:topic';
const id = expect.stringMatching(/^[0-9a-f-]{36}$/);

async function publish(Parameters: Json) {
  const outbox = recordedOutbox();
  const services = openVirtualServices({ outbox });
  const execution = services.start({ Resource: PUBLISH, Parameters });
  const { output, error, cause } = await services.clock.runUntil(execution.done);
  const answer = output === undefined ? undefined : (JSON.parse(output) as Json);
  return { output: answer, error, cause, messages: outbox.messages };
}

describe('sns:publish', () => {
  it.each([
    [{ Message: 'Hello!' }, '{"Message":"Hello!"}'],
    ['Hello', 'Hello'],
    [true, 'true'],
    [1, '1'],
  ])('writes the message %j down as %s', async (Message, body) => {
    const { messages } = await publish({ TopicArn, Message, Subject: 's' });

    expect(messages).toEqual([
      { service: 'sns', target: TopicArn, messageId: id, body, subject: 's' },
    ]);
  });

  it('answers as SNS', async () => {
    const { output } = await publish({ TopicArn, Message: 'm' });

    expect(output).toMatchObject({
      MessageId: id,
      SdkHttpMetadata: {
        HttpHeaders: { 'Content-Length': '294', 'Content-Type': 'text/xml' },
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: id },
    });
  });

  it('numbers the messages of a FIFO topic', async () => {
    const { output, messages } = await publish({
      TopicArn: `${TopicArn}.fifo`,
      Message: 'm',
      MessageGroupId: 'g',
      MessageAttributes: { a: { DataType: 'String', StringValue: 'v' } },
    });

    expect(output).toMatchObject({ SequenceNumber: expect.stringMatching(/^\d{20}$/) });
    expect(messages).toMatchObject([{ groupId: 'g', attributes: { a: { StringValue: 'v' } } }]);
  });

  it.each([
    [
      { TopicArn: `${TopicArn}.fifo`, Message: 'm' },
      'The MessageGroupId parameter is required for FIFO topics',
    ],
    [{ TopicArn: 'topic', Message: 'm' }, 'TopicArn'],
    [{ Message: 'm' }, 'TopicArn'],
    [{ TopicArn, Message: '' }, 'Empty message'],
    [
      { TopicArn, PhoneNumber: '+1', Message: 'm' },
      'Only one of TopicArn, TargetArn and PhoneNumber may be given',
    ],
  ])('refuses %j', async (parameters, problem) => {
    const { error, cause, messages } = await publish(parameters);

    expect(error).toBe('SNS.InvalidParameterException');
    expect(cause?.replace(/[0-9a-f-]{36}/, 'ID')).toBe(
      `Invalid parameter: ${problem} (Service: AmazonSNS; Status Code: 400; Error Code: InvalidParameter; Request ID: ID; Proxy: null)`,
    );
    expect(messages).toEqual([]);
  });

  it('refuses a message that is too long', async () => {
    const outbox = recordedOutbox();
    const { runTask } = openVirtualServices({ outbox });
    const Message = 'ü'.repeat(131_073);

    const task = runTask(taskRequest(PUBLISH, { TopicArn, Message }));

    await expect(task).rejects.toMatchObject({
      errorName: 'SNS.InvalidParameterException',
      causeText: expect.stringMatching(/^Invalid parameter: Message too long \(/),
    });
    expect(outbox.messages).toEqual([]);
  });

  it('does not write a telephone number down', async () => {
    const { messages } = await publish({ PhoneNumber: '+15550100', Message: 'm' });

    expect(messages).toMatchObject([{ target: 'a phone number' }]);
  });
});

describe('over HTTP, sns:publish.waitForTaskToken', () => {
  it('ends with its token', async () => {
    const outbox = recordedOutbox();
    const { client, runToEnd, registry } = await serveServices({ outbox });
    const answer = {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess',
      Parameters: { 'TaskToken.$': '$.token', Output: { ok: true } },
      End: true,
    };
    const publishing = {
      Type: 'Task',
      Resource: `${PUBLISH}.waitForTaskToken`,
      Parameters: { TopicArn, Message: { 'token.$': '$$.Task.Token' } },
      End: true,
    };
    const create = async (name: string, state: object): Promise<string> => {
      const definition = JSON.stringify({ StartAt: 'S', States: { S: state } });
      const roleArn = 'arn:aws:iam::000000000000:role/test';
      const command = new CreateStateMachineCommand({ name, roleArn, definition });
      return (await client.send(command)).stateMachineArn ?? '';
    };
    const answering = await create('answering', answer);
    const running = runToEnd(await create('publishing', publishing));
    while (outbox.messages.length === 0) await new Promise(setImmediate);

    await runToEnd(answering, outbox.messages[0]?.body);

    const executionArn = await running;
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(registry.execution(executionArn)?.outputText).toBe('{"ok":true}');
    expect(events[4]).toMatchObject({
      type: 'TaskSubmitted',
      taskSubmittedEventDetails: { resourceType: 'sns', resource: 'publish.waitForTaskToken' },
    });
  });
});
