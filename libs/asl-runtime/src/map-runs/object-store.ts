import type { Json } from '@pipelines/core';

/**
 * The objects that a distributed Map reads and writes: S3, or what stands in for it.
 *
 * Each rejects with an error whose message may be shown as the Cause.
 */
export interface ObjectStore {
  /** The bytes of an object, in pieces; UTF-8 is not cut by the reader. */
  read(object: { readonly bucket: string; readonly key: string }): AsyncIterable<Uint8Array>;
  /** Objects as the service lists them: `{ Etag, LastModified, Key, Size, StorageClass }`. */
  list(listing: { readonly bucket: string; readonly prefix: string }): AsyncIterable<Json>;
  write(object: {
    readonly bucket: string;
    readonly key: string;
    readonly body: string;
  }): Promise<void>;
}
