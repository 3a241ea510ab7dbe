import { resolve } from 'node:path';
import { UsageError } from '@pipelines/command-line';
import { createLocalStore, type FileStore, openS3Store } from '@pipelines/s3-files';
import type { StepHost } from '../lambda/step-host.ts';
import { createWeeklySteps, type WeeklySteps } from '../run-all/weekly-steps.ts';
import type { CliIo } from './cli-io.ts';
import type { CommonValues } from './options.ts';

/** How a folder of this machine is called where documents name their bucket. */
const LOCAL_BUCKET = 'local';

/** What a command works on. */
export interface Workspace {
  readonly files: FileStore;
  readonly bucket: string;
  readonly host: StepHost;
  /** The steps, on these files. */
  readonly steps: WeeklySteps;
}

export interface WorkspaceOptions {
  /** Stands in for the source. */
  readonly csv?: string | undefined;
  /** What the steps are to work on in place of the real files: a dry run's. */
  readonly over?: ((files: FileStore) => FileStore) | undefined;
}

/**
 * Open the files that a command line means: a folder with `--data-dir`, else the bucket of
 * `--bucket` or of the environment.
 *
 * @throws {UsageError} without either, or with both
 */
export function openWorkspace(
  values: CommonValues,
  io: CliIo,
  { csv, over = (files) => files }: WorkspaceOptions = {},
): Workspace {
  const { bucket, real } = placeOf(values, io);
  const files = over(real);
  const host: StepHost = {
    environment: {
      NEO4J_USERNAME: io.env['NEO4J_USER'],
      ...io.env,
      S3_BUCKET: bucket,
      // The limit is against error pages of a web server; this file was chosen by hand.
      ...(csv !== undefined && io.env['MIN_SOURCE_BYTES'] === undefined
        ? { MIN_SOURCE_BYTES: '1' }
        : {}),
    },
    clock: io.clock,
    writeLine: values.verbose ? io.err : () => undefined,
    openStore: () => files,
    ...(csv === undefined ? {} : { sourceFile: resolve(io.cwd, csv) }),
  };
  return { files, bucket, host, steps: createWeeklySteps(host) };
}

function placeOf(values: CommonValues, { env, cwd }: CliIo) {
  const folder = values['data-dir'];
  if (folder !== undefined && values.bucket !== undefined) {
    throw new UsageError('Give --bucket or --data-dir, not both.');
  }
  if (folder !== undefined) {
    return { bucket: LOCAL_BUCKET, real: createLocalStore(resolve(cwd, folder)) };
  }
  const bucket = values.bucket ?? env['S3_BUCKET'] ?? env['SBIR_ANALYTICS_S3_BUCKET'];
  if (bucket === undefined || bucket === '') {
    throw new UsageError('Give --bucket or --data-dir, or set S3_BUCKET.');
  }
  return { bucket, real: openS3Store(bucket, env['S3_BUCKET_OWNER']) };
}
