/** What a store knows about one file. */
export interface FileInfo {
  /** `raw/awards/2026-11-23/award_data.csv`: no leading slash, no `..`. */
  readonly key: string;
  readonly size: number;
  /** Without quotes. Two contents of one key never share it; what it is made of is the driver's affair. */
  readonly etag: string;
  readonly lastModifiedMs: number;
  readonly contentType?: string;
  /** User metadata, names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A file that is being read. A body that is not read to its end must be left by `return()`. */
export interface FileContent {
  readonly info: FileInfo;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Text (as UTF-8), bytes, or a stream of bytes of any length. */
export type FileBody = string | Uint8Array | AsyncIterable<Uint8Array>;

export interface WriteOptions {
  readonly contentType?: string;
  /** Names of lower-case letters, digits, `-` and `_`; printable ASCII values; 2 kB in all. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Write only where there is no file yet. */
  readonly ifNoneMatch?: '*';
  /** Write only over the version with this etag. */
  readonly ifMatch?: string;
}

/**
 * A place for files under keys: a bucket, a folder, or memory.
 *
 * Every driver keeps the same promises, which `test/file-store-contract.ts` lists. A write is seen
 * whole or not at all. Keys are checked by `assertKey` before anything is touched.
 *
 * Every call may throw {AccessDeniedError}, {StorageUnavailableError}, {StorageUnreachableError}
 * and {InvalidPathError}.
 */
export interface FileStore {
  /** What is known of the file, or nothing when there is none. */
  head(key: string): Promise<FileInfo | undefined>;
  /** Open a file as a stream; `info` is of the version that is streamed. @throws {FileNotFoundError} */
  read(key: string): Promise<FileContent>;
  /** The whole file as UTF-8 text: for small files. @throws {FileNotFoundError} */
  readText(key: string): Promise<string>;
  /** Create or replace a file. @throws {PreconditionFailedError} when a condition does not hold */
  write(key: string, body: FileBody, options?: WriteOptions): Promise<FileInfo>;
  /**
   * Every file whose key starts with `prefix`, in the order of the keys' UTF-8 bytes, all pages.
   * A listing knows neither content type nor metadata: ask `head`.
   */
  list(prefix: string): AsyncIterable<FileInfo>;
  /** Copy with content type and metadata, without moving the bytes through here. @throws {FileNotFoundError} */
  copy(from: string, to: string): Promise<FileInfo>;
  /** Remove a file; one that is not there is no error. */
  delete(key: string): Promise<void>;
}
