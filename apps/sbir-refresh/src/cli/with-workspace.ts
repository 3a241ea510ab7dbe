import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalStore } from '@pipelines/s3-files';
import type { CliIo } from './cli-io.ts';
import type { RunValues } from './options.ts';
import { overlayStore } from './overlay-store.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/**
 * Work on the files that a command line means; with `--dry-run` on a view of them whose changes go
 * to a temporary folder, and with it away.
 *
 * @throws {UsageError} when the line names no files
 */
export async function withWorkspace<Result>(
  values: RunValues,
  io: CliIo,
  work: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  const { csv } = values;
  if (!values['dry-run']) return work(openWorkspace(values, io, { csv }));
  const folder = await mkdtemp(join(tmpdir(), 'sbir-refresh-dry-run-'));
  try {
    const changes = createLocalStore(folder);
    return await work(
      openWorkspace(values, io, { csv, over: (files) => overlayStore(files, changes) }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
