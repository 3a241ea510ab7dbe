import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import {
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CreateBucketCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { openS3, type OpenS3Options, type S3Endpoint } from '../src/s3/open-s3.ts';
import { temporaryFolder } from './temporary-engine.ts';

/** An endpoint in a folder of its own, a client with the SDK's defaults, and a bucket. */
export interface S3Fixture {
  readonly endpoint: S3Endpoint;
  readonly client: S3Client;
  readonly bucket: string;
  readonly dataDir: string;
  /** What the endpoint said about its own failures. */
  readonly problems: readonly string[];
  /** Files of bodies on the disk, whatever they belong to. */
  bodyFiles(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Start an endpoint with a bucket named `bucket`. */
export async function startS3(options: Partial<OpenS3Options> = {}): Promise<S3Fixture> {
  const folder = await temporaryFolder();
  const problems: string[] = [];
  const endpoint = await openS3({
    dataDir: folder.path,
    onProblem: (line) => problems.push(line),
    ...options,
  });
  const client = clientOf(endpoint);
  await client.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  return {
    endpoint,
    client,
    bucket: 'bucket',
    dataDir: folder.path,
    problems,
    bodyFiles: () => listBodyFiles(folder.path),
    async stop() {
      client.destroy();
      await endpoint.stop();
      await folder.remove();
    },
  };
}

/** Files below `bodies/` of a state folder. */
export async function listBodyFiles(dataDir: string): Promise<readonly string[]> {
  const entries = await readdir(join(dataDir, 's3/bodies'), {
    recursive: true,
    withFileTypes: true,
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** A client of an endpoint that tries once and leaves everything else to the SDK. */
export function clientOf(
  { url, region, accessKeyId, secretAccessKey }: S3Endpoint,
  more: S3ClientConfig = {},
): S3Client {
  return new S3Client({
    endpoint: url,
    region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    ...more,
  });
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request as it is, without the SDK. Like simple clients, it sends all before it counts an answer. */
export async function sendRaw(
  url: string,
  options: RequestOptions & { readonly body?: string | Buffer } = {},
): Promise<RawAnswer> {
  const { body, ...rest } = options;
  const sent = request(url, rest);
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  const finished = once(sent, 'finish');
  sent.end(body);
  const [[response]] = await Promise.all([answered, finished]);
  const { statusCode = 0, headers } = response;
  return { status: statusCode, headers, text: await text(response) };
}
