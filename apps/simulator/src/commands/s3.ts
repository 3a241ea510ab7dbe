import path from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { exitCodes, UsageError } from '@pipelines/command-line';
import { openS3 } from '@pipelines/local-cloud';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { didYouMean } from '../cli/did-you-mean.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import {
  copyObject,
  downloadObject,
  parseS3Object,
  readObjectText,
  uploadFile,
} from '../storage/copy-s3.ts';
import { entryLine, listBuckets, listObjects, type S3Entry } from '../storage/list-s3.ts';
import { createLocalS3Client } from '../storage/local-s3-client.ts';
import { isS3Url, parseS3Target, type S3Target } from '../storage/s3-target.ts';
import { ensureBucket } from '../storage/make-bucket.ts';
import { sbirBucketOf } from '../storage/sbir-bucket.ts';

export const help = `Usage: simulator s3 ls [s3://BUCKET[/PREFIX]] [--recursive]
       simulator s3 cp SRC DST
List and copy the objects of the local S3, printed as the AWS CLI prints them, times in UTC.

  --recursive      every object below the prefix, with its whole key
${commonOptionsHelp}

One of SRC and DST, or both, is s3://BUCKET/KEY; one object or file at a time. A DST that ends
in / gets the name of SRC; the DST "-" prints a text object.
With --json ls prints an array of {name, size, modified}; cp prints {from, to}.
Exit codes: 0 done, 1 no such bucket, object or prefix.

Examples:
  simulator s3 ls --recursive s3://sbir-analytics-production-data/artifacts/
  simulator s3 cp s3://sbir-analytics-production-data/state/last_success.json -`;

/** `simulator s3 ls` and `simulator s3 cp`. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const [action = '', ...others] = args;
  if (action === 'ls') return list(others, io);
  if (action === 'cp') return copy(others, io);
  throw new UsageError(`s3 knows ls and cp.${didYouMean(action, ['ls', 'cp'])}`);
}

async function list(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseCommandLine(
    args,
    { recursive: { type: 'boolean', default: false } },
    ['[S3URL]'],
  );
  const [url] = positionals;
  const target = url === undefined ? undefined : parseS3Target(url);
  return withLocalS3(io, values['data-dir'], async (client) => {
    const all: S3Entry[] = [];
    const show = (entries: readonly S3Entry[]): void => {
      if (values.json) all.push(...entries);
      else for (const entry of entries) writeLine(io.out, entryLine(entry));
    };
    if (!target) show(await listBuckets(client));
    else {
      const options = { isRecursive: values.recursive };
      for await (const page of listObjects(client, target, options)) show(page);
    }
    if (values.json) writeLine(io.out, JSON.stringify(all.map(jsonEntry), undefined, 2));
    return exitCodes.ok;
  });
}

async function copy(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseCommandLine(args, {}, ['SRC', 'DST']);
  const [source = '', destination = ''] = positionals;
  const plan = planCopy(source, destination, io);
  return withLocalS3(io, values['data-dir'], async (client) => {
    const done = await plan(client);
    if (!done) return exitCodes.ok;
    if (values.json) {
      writeLine(io.out, JSON.stringify({ from: done.from, to: done.to }, undefined, 2));
    } else writeLine(io.out, `${done.kind}: ${done.from} to ${done.to}`);
    return exitCodes.ok;
  });
}

interface Copied {
  readonly kind: 'upload' | 'download' | 'copy';
  readonly from: string;
  readonly to: string;
}

/** Everything that can be wrong with the line is found before the endpoint is opened. */
function planCopy(
  source: string,
  destination: string,
  io: CliIo,
): (client: S3Client) => Promise<Copied | undefined> {
  if (!isS3Url(source)) {
    if (!isS3Url(destination)) throw new UsageError('SRC or DST must be s3://BUCKET/KEY.');
    const target = parseS3Target(destination);
    const file = path.resolve(io.cwd, source);
    return async (client) => ({
      kind: 'upload',
      from: shownPath(file, io.cwd),
      to: urlOf(await uploadFile(client, file, target)),
    });
  }
  const from = parseS3Object(source);
  if (isS3Url(destination)) {
    const target = parseS3Target(destination);
    return async (client) => ({
      kind: 'copy',
      from: source,
      to: urlOf(await copyObject(client, from, target)),
    });
  }
  return async (client) => {
    if (destination === '-') {
      for await (const text of readObjectText(client, from)) io.out.write(text);
      return undefined;
    }
    // `resolve` drops the slash that asks for a folder.
    const end = destination.endsWith('/') ? '/' : '';
    const wanted = `${path.resolve(io.cwd, destination)}${end}`;
    const file = await downloadObject(client, from, wanted);
    return { kind: 'download', from: source, to: shownPath(file, io.cwd) };
  };
}

async function withLocalS3<T>(
  io: CliIo,
  dataDir: string,
  work: (client: S3Client) => Promise<T>,
): Promise<T> {
  const endpoint = await openS3({
    dataDir: path.resolve(io.cwd, dataDir),
    signal: io.signal,
    onProblem: (line) => writeLine(io.err, line),
  });
  const client = createLocalS3Client(endpoint);
  const stop = (): void => client.destroy();
  io.signal.addEventListener('abort', stop, { once: true });
  try {
    await ensureBucket(client, sbirBucketOf(io.env));
    return await work(client);
  } finally {
    io.signal.removeEventListener('abort', stop);
    client.destroy();
    await endpoint.stop();
  }
}

/** `./a.csv`, `sub/a.csv`, `../a.csv`: as the AWS CLI names a file. */
function shownPath(file: string, cwd: string): string {
  const folder = path.relative(cwd, path.dirname(file)) || '.';
  return `${folder}/${path.basename(file)}`;
}

function urlOf({ bucket, key }: S3Target): string {
  return `s3://${bucket}/${key}`;
}

function jsonEntry({ name, size, modifiedMs }: S3Entry) {
  const modified = modifiedMs === undefined ? null : new Date(modifiedMs).toISOString();
  return { name, size: size ?? null, modified };
}
