export {
  AccessDeniedError,
  FileNotFoundError,
  InvalidMetadataError,
  InvalidPathError,
  PreconditionFailedError,
  StorageConfigurationError,
  StorageUnavailableError,
  StorageUnreachableError,
} from './errors.ts';
export {
  type FileBody,
  type FileContent,
  type FileInfo,
  type FileStore,
  type WriteOptions,
} from './file-store.ts';
export { assertKey } from './keys.ts';
export { createLocalStore } from './local/create-local-store.ts';
export { createMemoryStore } from './memory/create-memory-store.ts';
export { checkStorage, type StorageCheck, type StorageHealth } from './resolve/check-storage.ts';
export { downloadAll, type DownloadOptions } from './resolve/download-all.ts';
export { createFileCache, type FileCache, type FileCacheOptions } from './resolve/file-cache.ts';
export { findLatestSbirAwards } from './resolve/find-latest-sbir-awards.ts';
export {
  DEFAULT_DATA_PATH,
  resolveDataPath,
  type ResolvedPath,
  type ResolveOptions,
} from './resolve/resolve-data-path.ts';
export { assertBucket, buildS3Path, parseS3Url, type S3Location } from './s3-url.ts';
export { createS3Client } from './s3/create-s3-client.ts';
export { createS3Store, type S3StoreOptions } from './s3/create-s3-store.ts';
export { openS3Store, type OpenStore } from './s3/open-s3-store.ts';
export { readFromS3, writeToS3 } from './s3/s3-text.ts';
export { readStorageSettings, type Environment, type StorageSettings } from './settings.ts';
