import { exitCodes } from '@pipelines/command-line';
import { findLock, heldBy, removeLock } from '../../run-all/refresh-lock.ts';
import type { Command } from '../command.ts';
import { commonOptions, parseOptions } from '../options.ts';
import { openWorkspace } from '../workspace.ts';

/** Removes the lock of a run that is no more. */
export const unlock: Command = {
  summary: 'remove the lock of a run that is no more',
  help: `Usage: sbir-refresh unlock [--force] [--bucket B | --data-dir DIR] [--json]
  --force   also before its time is over: only when you know that the run has died`,
  async run(args, io) {
    const options = { ...commonOptions, force: { type: 'boolean', default: false } } as const;
    const { values } = parseOptions(args, options);
    const { files } = openWorkspace(values, io);
    const lock = await findLock(files, io.clock);
    if (!lock) {
      return { exitCode: exitCodes.ok, document: { removed: null }, lines: ['There is no lock.'] };
    }
    if (!lock.isExpired && !values.force) throw heldBy(lock.record);
    await removeLock(files);
    const owner = lock.record?.owner ?? 'unknown';
    return {
      exitCode: exitCodes.ok,
      document: { removed: owner },
      lines: [`Removed the lock of ${owner}.`],
    };
  },
};
