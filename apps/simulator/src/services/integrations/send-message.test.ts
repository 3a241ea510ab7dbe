import { describe, expect, it } from '@jest/globals';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Json } from '@pipelines/core';
import { openVirtualServices, serveServices } from '../../../test/integration-fixture.ts';
import { recordedOutbox } from '../../../test/recorded-outbox.ts';
import { taskRequest } from '../../../test/task-request.ts';

const SEND = 'arn:aws:states:::sqs:sendMessage';
const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/111111111111/queue';
const id = expect.stringMatching(/^[0-9a-f-]{36}$/);

async function send(Parameters: Json, more: Readonly<Record<string, Json>> = {}) {
  const outbox = recordedOutbox();
  const services = openVirtualServices({ outbox });
  const execution = services.start({ Resource: SEND, Parameters, ...more });
  const { output, error, cause } = await services.clock.runUntil(execution.done);
  const answer = output === undefined ? undefined : (JSON.parse(output) as Json);
  return { output: answer, error, cause, messages: outbox.messages, execution };
}

describe('sqs:sendMessage', () => {
  it('writes the message down, and answers as SQS', async () => {
    const { output, messages, execution } = await send({ QueueUrl, MessageBody: { a: 1 } });

    const date = 'Mon, 20 Jan 2025 14:30:00 GMT';
    const type = 'application/x-amz-json-1.0';
    expect(output).toEqual({
      MD5OfMessageBody: 'bb6cb5c68df4652941caf652a366f2d8',
      MessageId: id,
      SdkHttpMetadata: {
        AllHttpHeaders: {
          'x-amzn-RequestId': [id],
          connection: ['keep-alive'],
          'Content-Length': ['106'],
          Date: [date],
          'Content-Type': [type],
        },
        HttpHeaders: {
          connection: 'keep-alive',
          'Content-Length': '106',
          'Content-Type': type,
          Date: date,
          'x-amzn-RequestId': id,
        },
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: id },
    });
    expect(messages).toEqual([
      { service: 'sqs', target: QueueUrl, messageId: id, body: '{"a":1}' },
    ]);
    expect(
      execution
        .history()
        .map(({ type: name }) => name)
        .slice(2, 5),
    ).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSucceeded']);
  });

  it('answers the digest of the attributes', async () => {
    const { output, messages } = await send({
      QueueUrl,
      MessageBody: 'b',
      MessageAttributes: {
        b: { DataType: 'Number', StringValue: '1' },
        a: { DataType: 'String', StringValue: 'ü' },
      },
    });

    expect(output).toMatchObject({ MD5OfMessageAttributes: '61d78e7a5d35fd69f39c09b28d3380f4' });
    expect(messages).toMatchObject([{ attributes: { a: { StringValue: 'ü' } } }]);
  });

  it('numbers the messages of a FIFO queue', async () => {
    const parameters = { QueueUrl: `${QueueUrl}.fifo`, MessageBody: 'b', MessageGroupId: 'g' };

    const [first, second] = [await send(parameters), await send(parameters)].map(
      ({ output }) => (output as { readonly SequenceNumber: string }).SequenceNumber,
    );

    expect(first).toMatch(/^\d{20}$/);
    expect(BigInt(second ?? '') > BigInt(first ?? '')).toBe(true);
  });

  it.each([
    [
      { QueueUrl, MessageBody: null },
      'The request must contain the parameter MessageBody. (Service: AmazonSQS; Status Code: 400; Error Code: MissingParameter; Request ID: ID; Proxy: null)',
    ],
    [
      { QueueUrl: `${QueueUrl}.fifo`, MessageBody: 'b' },
      'The request must contain the parameter MessageGroupId. (Service: AmazonSQS; Status Code: 400; Error Code: MissingParameter; Request ID: ID; Proxy: null)',
    ],
    [
      { QueueUrl, MessageBody: 'ü'.repeat(131_073) },
      'One or more parameters are invalid. Reason: Message must be shorter than 262144 bytes. (Service: AmazonSQS; Status Code: 400; Error Code: InvalidParameterValue; Request ID: ID; Proxy: null)',
    ],
  ])('is refused in the words of SQS', async (parameters, words) => {
    const runTask = openVirtualServices({ outbox: recordedOutbox() }).runTask;
    const task = runTask(taskRequest(SEND, parameters));

    const failure = (await task.catch((error: unknown) => error)) as {
      readonly errorName: string;
      readonly causeText: string;
    };
    expect(failure.errorName).toBe('SQS.AmazonSQSException');
    expect(failure.causeText.replace(/[0-9a-f-]{36}/, 'ID')).toBe(words);
  });

  it('fails for what is no URL of a queue', async () => {
    const { error, cause, messages } = await send({ QueueUrl: 'http://none', MessageBody: 'b' });

    expect(error).toBe('SQS.SdkClientException');
    expect(cause).toBe('Unable to execute HTTP request: none: Name or service not known');
    expect(messages).toEqual([]);
  });

  it('sends nothing with a parameter that AWS does not know', async () => {
    const { error, messages } = await send({ QueueUrl, MessageBody: 'b', Delay: 1 });

    expect(error).toBe('States.Runtime');
    expect(messages).toEqual([]);
  });
});

describe('sqs:sendMessage.waitForTaskToken', () => {
  it('times out when nobody answers', async () => {
    const { error, execution, messages } = await send(
      { QueueUrl, MessageBody: { 'token.$': '$$.Task.Token' } },
      { Resource: `${SEND}.waitForTaskToken`, HeartbeatSeconds: 5, TimeoutSeconds: 9 },
    );

    expect(error).toBe('States.Timeout');
    expect(messages).toHaveLength(1);
    expect(execution.history().map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskTimedOut',
      'ExecutionFailed',
    ]);
    expect(execution.result()?.stopMs).toBe(execution.startMs + 5_000);
  });

  it('over HTTP ends with what is sent for the token of the outbox', async () => {
    const outbox = recordedOutbox();
    const { client, registry } = await serveServices({ outbox });
    const definition = JSON.stringify({
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Resource: `${SEND}.waitForTaskToken`,
          Parameters: { QueueUrl, MessageBody: { 'token.$': '$$.Task.Token' } },
          End: true,
        },
      },
    });
    const roleArn = 'arn:aws:iam::000000000000:role/test';
    const { stateMachineArn } = await client.send(
      new CreateStateMachineCommand({ name: 'asker', roleArn, definition }),
    );
    const { executionArn = '' } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    while (outbox.messages.length === 0) await new Promise(setImmediate);
    const { token } = JSON.parse(outbox.messages[0]?.body ?? '') as { readonly token: string };
    expect(outbox.tokens).toEqual([token]);

    await client.send(new SendTaskSuccessCommand({ taskToken: token, output: '"yes"' }));

    while (registry.execution(executionArn)?.status === 'RUNNING') {
      await new Promise(setImmediate);
    }
    const { output } = await client.send(new DescribeExecutionCommand({ executionArn }));
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(output).toBe('"yes"');
    expect(events[4]).toMatchObject({
      type: 'TaskSubmitted',
      taskSubmittedEventDetails: {
        resourceType: 'sqs',
        resource: 'sendMessage.waitForTaskToken',
        output: expect.stringContaining('"MD5OfMessageBody":'),
      },
    });
  });
});
