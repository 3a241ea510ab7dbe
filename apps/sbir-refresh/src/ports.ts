import type { Clock } from '@pipelines/core';

/** What a store says of an object. */
export interface FileInfo {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  readonly lastModifiedMs: number;
  readonly contentType?: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface WriteOptions {
  readonly contentType?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Write only where no object is: else `PreconditionFailedError`. */
  readonly ifNoneMatch?: '*';
  /** Write only over the object with this ETag: else `PreconditionFailedError`. */
  readonly ifMatch?: string;
}

/** One bucket, on S3, on disk or in memory. The drivers of `@pipelines/s3-files` have this shape. */
export interface FileStore {
  /** Undefined when there is no such object. */
  head(key: string): Promise<FileInfo | undefined>;
  /** @throws an error named `FileNotFoundError` when there is no such object */
  read(key: string): Promise<{ readonly info: FileInfo; readonly body: AsyncIterable<Uint8Array> }>;
  readText(key: string): Promise<string>;
  /** Nothing is stored when the body throws. */
  write(
    key: string,
    body: string | Uint8Array | AsyncIterable<Uint8Array>,
    options?: WriteOptions,
  ): Promise<FileInfo>;
  list(prefix: string): AsyncIterable<FileInfo>;
  copy(from: string, to: string): Promise<FileInfo>;
  delete(key: string): Promise<void>;
}

/** What a step works with beside its input; the handler makes it, a test fakes it. */
export interface StepPorts {
  readonly files: FileStore;
  /** Name of the bucket that `files` is, for reports. */
  readonly bucket: string;
  readonly clock: Clock;
  /** A step that reads past this moment gives up, before the Lambda is killed; epoch ms. */
  readonly deadlineMs?: number;
}
