import type { Clock } from '@pipelines/core';
import type { FileStore } from '@pipelines/s3-files';

/** What a step works with beside its input; the handler makes it, a test fakes it. */
export interface StepPorts {
  readonly files: FileStore;
  /** Name of the bucket that `files` is, for reports. */
  readonly bucket: string;
  readonly clock: Clock;
  /** A step that reads past this moment gives up, before the Lambda is killed; epoch ms. */
  readonly deadlineMs?: number;
}
