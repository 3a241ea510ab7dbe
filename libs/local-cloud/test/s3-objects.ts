import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type GetObjectCommandInput,
  type GetObjectCommandOutput,
  type HeadObjectCommandOutput,
  type PutObjectCommandInput,
  type PutObjectCommandOutput,
} from '@aws-sdk/client-s3';
import type { S3Fixture } from './s3-fixture.ts';

type Body = NonNullable<PutObjectCommandInput['Body']>;

/** Objects of the fixture's bucket by key; `more` is what else the command takes. */
export interface ObjectCommands {
  readonly put: (key: string, body: Body, more?: object) => Promise<PutObjectCommandOutput>;
  readonly get: (
    key: string,
    more?: Partial<GetObjectCommandInput>,
  ) => Promise<GetObjectCommandOutput>;
  readonly head: (key: string, more?: object) => Promise<HeadObjectCommandOutput>;
}

/** The three commands for one object, on the endpoint that `fixture` gives when one is sent. */
export function objectCommands(fixture: () => S3Fixture): ObjectCommands {
  const place = (Key: string) => ({ Bucket: 'bucket', Key });
  return {
    put: (key, body, more = {}) =>
      fixture().client.send(new PutObjectCommand({ ...place(key), Body: body, ...more })),
    get: (key, more = {}) =>
      fixture().client.send(new GetObjectCommand({ ...place(key), ...more })),
    head: (key, more = {}) =>
      fixture().client.send(new HeadObjectCommand({ ...place(key), ...more })),
  };
}

/** The body of an answer as text. */
export async function textOf(answer: GetObjectCommandOutput): Promise<string | undefined> {
  return answer.Body?.transformToString();
}
