import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { assertCondition } from '../assert-condition.ts';
import { PreconditionFailedError } from '../errors.ts';
import type { FileBody, FileInfo, WriteOptions } from '../file-store.ts';
import { assertMetadata } from '../keys.ts';
import type { Details } from './details.ts';
import { detailsPath, isTaken, OWN_FOLDER, pathOfKey } from './local-paths.ts';

export interface LocalWrite {
  readonly root: string;
  readonly key: string;
  readonly body: FileBody;
  readonly options: WriteOptions;
  readonly infoOf: (key: string) => Promise<FileInfo | undefined>;
}

/**
 * Write a file beside its place, then put it there in one step.
 *
 * A crash leaves the old file or the new one, never a piece, and at worst a temporary file in
 * `.file-store/parts`.
 *
 * @throws {PreconditionFailedError}
 */
export async function writeLocalFile(write: LocalWrite): Promise<FileInfo> {
  const { root, key, body, options } = write;
  const target = await pathOfKey(root, key);
  assertMetadata(options.metadata ?? {});
  const part = join(root, OWN_FOLDER, 'parts', randomUUID());
  await mkdir(dirname(part), { recursive: true });
  await mkdir(join(root, OWN_FOLDER, 'details'), { recursive: true });
  try {
    const etag = await writePart(part, body);
    const details = await writeDetails(write, part, etag);
    await oneAtATime(target, () => placeFile(write, { part, target, details }));
  } finally {
    await rm(part, { force: true });
  }
  const info = await write.infoOf(key);
  if (!info) throw new PreconditionFailedError(key);
  return info;
}

/** Write the bytes to disk for good; the MD5 of them comes back. */
async function writePart(part: string, body: FileBody): Promise<string> {
  const hash = createHash('md5');
  const source =
    typeof body === 'string' || body instanceof Uint8Array ? [Buffer.from(body)] : body;
  const hashed = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(Readable.from(source), hashed, createWriteStream(part, { flush: true }));
  return hash.digest('hex');
}

async function writeDetails(write: LocalWrite, part: string, etag: string): Promise<string> {
  const { contentType, metadata = {} } = write.options;
  const details: Details = {
    etag,
    ...(contentType === undefined ? {} : { contentType }),
    metadata,
  };
  const path = detailsPath(write.root, write.key, await stat(part, { bigint: true }));
  await writeFile(path, JSON.stringify(details));
  return path;
}

interface Placement {
  readonly part: string;
  readonly target: string;
  readonly details: string;
}

async function placeFile(write: LocalWrite, { part, target, details }: Placement): Promise<void> {
  const { root, key, options } = write;
  const before = await stat(target, { bigint: true }).catch(() => undefined);
  try {
    assertCondition(key, (await write.infoOf(key))?.etag, options);
    await mkdir(dirname(target), { recursive: true });
    // A link is refused where a file is, by the system itself: no other process can come between.
    if (options.ifNoneMatch) await link(part, target);
    else await rename(part, target);
  } catch (error) {
    await rm(details, { force: true });
    throw isTaken(error) ? new PreconditionFailedError(key, { cause: error }) : error;
  }
  if (before) await rm(detailsPath(root, key, before), { force: true });
}

/** Writers of one path queue up, whichever store of this process they came through. */
const queues = new Map<string, Promise<unknown>>();

async function oneAtATime<Result>(path: string, act: () => Promise<Result>): Promise<Result> {
  const turn = (queues.get(path) ?? Promise.resolve()).then(act, act);
  const settled = turn.catch(() => undefined);
  queues.set(path, settled);
  try {
    return await turn;
  } finally {
    if (queues.get(path) === settled) queues.delete(path);
  }
}
