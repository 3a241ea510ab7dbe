import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import type { Json } from '@pipelines/core';
import { failureOf, type Failure } from './failure.ts';

/** Who waits for the answer. Each call says whether it still does. */
export interface Callback {
  succeed(answer: Json): Promise<boolean>;
  fail(failure: Failure): Promise<boolean>;
  /** A sign of life. */
  beat(): Promise<boolean>;
}

/** Limit of an output in bytes. */
const LARGEST_OUTPUT = 262_144;
/** The answer of hours of work is worth some attempts: about a minute of them. */
const ATTEMPTS = 10;
/** The task has ended without us: it timed out, or its execution was stopped. */
const NOBODY_WAITS: ReadonlySet<string> = new Set([
  'TaskTimedOut',
  'TaskDoesNotExist',
  'InvalidToken',
]);

/**
 * Answer a state machine by its token, in the shape that `lambda:invoke` has: what selects from
 * `$.Payload` does not see the difference. An answer that is too large fails as one of Lambda does.
 *
 * @returns a Callback; its calls throw what the SDK throws when Step Functions cannot be reached
 */
export function createTokenCallback(
  taskToken: string,
  client = new SFNClient({ maxAttempts: ATTEMPTS }),
): Callback {
  const fail = ({ error, cause }: Failure): Promise<boolean> =>
    isWaitedFor(client.send(new SendTaskFailureCommand({ taskToken, error, cause })));
  return {
    async succeed(answer) {
      const output = JSON.stringify({
        ExecutedVersion: '$LATEST',
        Payload: answer,
        StatusCode: 200,
      });
      if (Buffer.byteLength(output) > LARGEST_OUTPUT) {
        return fail(failureOf('States.DataLimitExceeded', 'The answer is over 256 KiB', []));
      }
      return isWaitedFor(client.send(new SendTaskSuccessCommand({ taskToken, output })));
    },
    fail,
    beat: () => isWaitedFor(client.send(new SendTaskHeartbeatCommand({ taskToken }))),
  };
}

/** The answer as a line of JSON, for somebody who runs the container by hand. */
export function createPrintedCallback(writeLine: (line: string) => void): Callback {
  return {
    async succeed(answer) {
      writeLine(JSON.stringify(answer));
      return true;
    },
    async fail({ cause }) {
      writeLine(cause);
      return true;
    },
    beat: async () => true,
  };
}

async function isWaitedFor(sent: Promise<unknown>): Promise<boolean> {
  try {
    await sent;
    return true;
  } catch (error) {
    if (error instanceof Error && NOBODY_WAITS.has(error.name)) return false;
    throw error;
  }
}
