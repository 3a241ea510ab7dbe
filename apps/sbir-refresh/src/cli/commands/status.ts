import { exitCodes } from '@pipelines/command-line';
import { lastSuccess } from '@pipelines/contracts';
import type { JsonObject } from '@pipelines/core';
import { findLock, type FoundLock } from '../../run-all/refresh-lock.ts';
import { readJsonIfExists } from '../../steps/optional-files.ts';
import type { Command } from '../command.ts';
import { commonOptions, parseOptions } from '../options.ts';
import { summaryLines } from '../summary-lines.ts';
import { openWorkspace } from '../workspace.ts';

/** What the last run has left, and whether one is at work. */
export const status: Command = {
  summary: 'the last successful run, and the lock',
  help: `Usage: sbir-refresh status [--bucket B | --data-dir DIR] [--json]`,
  async run(args, io) {
    const { values } = parseOptions(args, commonOptions);
    const { files } = openWorkspace(values, io);
    const last = await readJsonIfExists(files, 'state/last_success.json', lastSuccess);
    const lock = lockDocument(await findLock(files, io.clock));
    return {
      exitCode: exitCodes.ok,
      document: { last_success: last ?? null, lock },
      lines: [
        ...(last ? ['Last success:', ...summaryLines(last)] : ['No successful run yet.']),
        ...(lock ? ['Lock:', ...summaryLines(lock)] : ['No lock.']),
      ],
    };
  },
};

/** A lock for a report; fields are null when it cannot be read. */
function lockDocument(lock: FoundLock | undefined): JsonObject | null {
  if (!lock) return null;
  const { record, isExpired } = lock;
  return {
    owner: record?.owner ?? null,
    acquired_at: record?.acquired_at ?? null,
    expires_at: record?.expires_at ?? null,
    is_expired: isExpired,
  };
}
