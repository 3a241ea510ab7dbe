import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  CopyObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { UsageError } from '@pipelines/command-line';
import { messageOf } from '@pipelines/core';
import { askS3, parseS3Target, type S3Target } from './s3-target.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.txt': 'text/plain',
  '.gz': 'application/gzip',
};

/**
 * Store a file as an object. An empty key, or one that ends in `/`, gets the file's name.
 *
 * @param file - absolute path
 * @returns what was written
 * @throws {UsageError} when there is no such file; {S3NotFoundError} without the bucket
 */
export async function uploadFile(
  client: S3Client,
  file: string,
  target: S3Target,
): Promise<S3Target> {
  const size = await sizeOf(file);
  const to = { bucket: target.bucket, key: keyFor(target.key, path.basename(file)) };
  const type = CONTENT_TYPES[path.extname(file).toLowerCase()];
  const command = new PutObjectCommand({
    Bucket: to.bucket,
    Key: to.key,
    Body: createReadStream(file),
    ContentLength: size,
    ...(type !== undefined && { ContentType: type }),
  });
  await askS3(to, () => client.send(command));
  return to;
}

/**
 * Write an object to a file, under a temporary name until it is complete.
 *
 * @param destination - absolute path; a folder, or a path that ends in `/`, gets the object's name
 * @returns the path of the file
 * @throws {S3NotFoundError} when there is no such object
 */
export async function downloadObject(
  client: S3Client,
  from: S3Target,
  destination: string,
): Promise<string> {
  const body = await openObject(client, from);
  const isFolder = destination.endsWith('/') || (await isDirectory(destination));
  const file = isFolder ? path.join(destination, path.posix.basename(from.key)) : destination;
  const temporary = `${file}.${process.pid}.partial`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await pipeline(body, createWriteStream(temporary));
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
    body.destroy();
  }
  return file;
}

/**
 * An object as UTF-8 text, a piece at a time.
 *
 * @throws {S3NotFoundError} when there is no such object
 */
export async function* readObjectText(client: S3Client, from: S3Target): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const bytes of await openObject(client, from)) {
    yield decoder.decode(bytes as Uint8Array, { stream: true });
  }
  yield decoder.decode();
}

/**
 * Copy an object within S3. An empty key, or one that ends in `/`, gets the object's name.
 *
 * @throws {S3NotFoundError} when there is no such object
 */
export async function copyObject(
  client: S3Client,
  from: S3Target,
  target: S3Target,
): Promise<S3Target> {
  const to = {
    bucket: target.bucket,
    key: keyFor(target.key, path.posix.basename(from.key)),
  };
  const source = `${from.bucket}/${from.key.split('/').map(encodeURIComponent).join('/')}`;
  const command = new CopyObjectCommand({ Bucket: to.bucket, Key: to.key, CopySource: source });
  await askS3(from, () => client.send(command));
  return to;
}

/** `s3://bucket/key` @throws {UsageError} for a URL without a key */
export function parseS3Object(text: string): S3Target {
  const target = parseS3Target(text);
  if (target.key !== '' && !target.key.endsWith('/')) return target;
  throw new UsageError(`"${text}" names no object; s3 cp copies one at a time.`);
}

async function openObject(client: S3Client, from: S3Target): Promise<Readable> {
  const command = new GetObjectCommand({ Bucket: from.bucket, Key: from.key });
  const { Body } = await askS3(from, () => client.send(command));
  // In Node the body of the SDK is a stream.
  return Body as Readable;
}

function keyFor(key: string, name: string): string {
  return key === '' || key.endsWith('/') ? `${key}${name}` : key;
}

async function sizeOf(file: string): Promise<number> {
  const facts = await stat(file).catch((error: unknown) => {
    throw new UsageError(messageOf(error));
  });
  if (facts.isFile()) return facts.size;
  throw new UsageError(`"${file}" is not a file; s3 cp copies one at a time.`);
}

async function isDirectory(file: string): Promise<boolean> {
  return stat(file).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
}
