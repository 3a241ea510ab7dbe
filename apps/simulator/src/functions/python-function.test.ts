import { expect, it } from '@jest/globals';
import { describeWithPython } from '@pipelines/testing';
import { functionFixture } from '../../test/function-fixture.ts';
import type { FunctionLog } from './function-host.ts';

const { hostOf } = functionFixture();

const python = (code: string, logs: FunctionLog[] = [], handler = 'handler.handler') =>
  hostOf(code, { file: 'handler.py', spec: { runtime: 'python3.12', handler }, logs });

const RAISES = `def handler(event, context):
    raise ValueError("no such row")
`;

describeWithPython('a function of a Python runtime', () => {
  it('gets its event and context, and answers as JSON with spaces', async () => {
    const host = await python(`import os
def handler(event, context):
    left = context.get_remaining_time_in_millis()
    return {
        "event": event,
        "name": context.function_name,
        "arn": context.invoked_function_arn,
        "id": context.aws_request_id,
        "isInTime": 0 < left <= 20000,
        "runtime": os.environ["AWS_EXECUTION_ENV"],
    }
`);

    const { payload, payloadText, functionError, requestId } = await host.invoke('demo', 'ü');

    expect(functionError).toBeUndefined();
    expect(payload).toEqual({
      event: 'ü',
      name: 'demo',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:demo',
      id: requestId,
      isInTime: true,
      runtime: 'AWS_Lambda_python3.12',
    });
    expect(payloadText).toMatch(/^\{"event": "ü", "name": "demo", /);
  });

  it('fails with its error, and with a stack in which its folder is that of Lambda', async () => {
    const host = await python(RAISES);

    const { payloadText, functionError, requestId } = await host.invoke('demo', {});

    expect(functionError).toBe('Unhandled');
    expect(payloadText).toBe(
      `{"errorMessage": "no such row", "errorType": "ValueError", "requestId": "${requestId}", "stackTrace": ["  File \\"/var/task/handler.py\\", line 2, in handler\\n    raise ValueError(\\"no such row\\")\\n"]}`,
    );
  });

  it('hands on bytes as they are', async () => {
    const host = await python(`def handler(event, context):
    return b'"ready made"'
`);

    expect(await host.invoke('demo', {})).toMatchObject({ payload: 'ready made' });
  });

  it('answers the next event in the same process, also after an error', async () => {
    const host = await python(`import os
def handler(event, context):
    if event:
        raise KeyError(event)
    return os.getpid()
`);

    const first = await host.invoke('demo', '');
    const second = await host.invoke('demo', 'x');
    const third = await host.invoke('demo', '');

    expect([first.isColdStart, second.isColdStart, third.isColdStart]).toEqual([
      true,
      false,
      false,
    ]);
    expect(third.payload).toBe(first.payload);
  });

  it('hands on what it prints, each line with the call that printed it', async () => {
    const logs: FunctionLog[] = [];
    const host = await python(
      `import sys
def handler(event, context):
    print("one " + event)
    print("two " + event, file=sys.stderr, end="")
`,
      logs,
    );

    const a = await host.invoke('demo', 'a');
    const b = await host.invoke('demo', 'b');

    const linesOf = ({ requestId }: { readonly requestId: string }) =>
      logs.filter((log) => log.requestId === requestId).map(({ stream, line }) => [stream, line]);
    for (const [call, name] of [
      [a, 'a'],
      [b, 'b'],
    ] as const) {
      expect(linesOf(call)).toHaveLength(2);
      expect(linesOf(call)).toContainEqual(['stdout', `one ${name}`]);
      expect(linesOf(call)).toContainEqual(['stderr', `two ${name}`]);
    }
  });

  it.each([
    [
      'import nothing_of_that_name',
      'handler.handler',
      'Runtime.ImportModuleError',
      "Unable to import module 'handler': No module named 'nothing_of_that_name'",
    ],
    [
      'def handler(:',
      'handler.handler',
      'Runtime.UserCodeSyntaxError',
      "Syntax error in module 'handler'",
    ],
    [
      RAISES,
      'handler.other',
      'Runtime.HandlerNotFound',
      "Handler 'other' missing on module 'handler'",
    ],
    [RAISES, 'handler', 'Runtime.MalformedHandlerName', "Bad handler 'handler'"],
    [
      'def handler(event, context):\n    return {1, 2}',
      'handler.handler',
      'Runtime.MarshalError',
      'Unable to marshal response: Object of type set',
    ],
  ])('with %j and %s fails by the name of the fault', async (code, handler, errorType, text) => {
    const host = await python(code, [], handler);

    const { payload, functionError } = await host.invoke('demo', {});

    expect(functionError).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType, errorMessage: expect.stringContaining(text) });
  });

  it('is killed at its timeout', async () => {
    const host = await hostOf('import time\ndef handler(event, context):\n    time.sleep(60)\n', {
      file: 'handler.py',
      spec: { runtime: 'python3.12', handler: 'handler.handler', timeoutSeconds: 1 },
    });

    const { payload } = await host.invoke('demo', {});

    expect(payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });

  it('that exits fails by its exit status', async () => {
    const host = await python('import sys\ndef handler(event, context):\n    sys.exit(3)\n');

    const { payload } = await host.invoke('demo', {});

    expect(payload).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/exit status 3$/),
    });
  });
});
