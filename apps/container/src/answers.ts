import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Json } from '@pipelines/core';
import { failureOf, type Failure } from './failure.ts';

/** Where the end of a function is told. */
export interface Answers {
  succeed(answer: Json): Promise<void>;
  fail(failure: Failure): Promise<void>;
}

/** An object of S3, which is there once the container has answered. */
export interface AnswerPlace {
  readonly bucket: string;
  readonly key: string;
}

/** Limit of what a state may get, in bytes. */
const LARGEST_RESULT = 262_144;
/** The state gets the answer as a text inside S3's own answer, whose other members take less. */
const AROUND_ANSWER = 4_096;
/** The answer of hours of work is worth some attempts: about a minute of them. */
const ATTEMPTS = 10;

/**
 * Leave the answer in S3 for the state that reads it when the container has ended, as one object:
 * `{answer}` in the shape of `lambda:invoke`, or `{error, cause}`. What selects from `$.Payload` does
 * not see the difference. An answer that is too large fails as one of Lambda does.
 *
 * @param place - nobody else writes there; the same again changes nothing
 * @returns Answers; its calls throw what the SDK throws when the object cannot be written
 */
export function createStoredAnswers(
  { bucket, key }: AnswerPlace,
  client = new S3Client({ maxAttempts: ATTEMPTS }),
): Answers {
  const store = async (document: object): Promise<void> => {
    const Body = JSON.stringify(document);
    const object = { Bucket: bucket, Key: key, Body, ContentType: 'application/json' };
    await client.send(new PutObjectCommand(object));
  };
  const fail = ({ error, cause }: Failure): Promise<void> => store({ error, cause });
  return {
    async succeed(payload) {
      const answer = { ExecutedVersion: '$LATEST', Payload: payload, StatusCode: 200 };
      const size = Buffer.byteLength(JSON.stringify(JSON.stringify({ answer })));
      if (size <= LARGEST_RESULT - AROUND_ANSWER) return store({ answer });
      return fail(failureOf('States.DataLimitExceeded', 'The answer is over 252 KiB as text', []));
    },
    fail,
  };
}

/** The answer as a line of JSON, for somebody who runs the container by hand. */
export function createPrintedAnswers(writeLine: (line: string) => void): Answers {
  return {
    succeed: async (answer) => writeLine(JSON.stringify(answer)),
    fail: async ({ cause }) => writeLine(cause),
  };
}
