import { exitCodes } from '@pipelines/command-line';
import type { JsonObject } from '@pipelines/core';
import { runAll, runUnlocked, type RunAllResult } from '../../run-all/run-all.ts';
import type { CliIo } from '../cli-io.ts';
import type { Command, CommandResult } from '../command.ts';
import { machineInput } from '../machine-input.ts';
import { parseOptions, runOptions, type RunValues } from '../options.ts';
import { createProgress } from '../progress.ts';
import { summaryLines } from '../summary-lines.ts';
import { deadlineOf } from '../time-budget.ts';
import { withWorkspace } from '../with-workspace.ts';

/** The whole refresh. */
export const run: Command = {
  summary: 'the whole refresh in this process, under the lock',
  help: `Usage: sbir-refresh run [options]
  --input JSON|@FILE      input of the machine; the options below win over it
  --force                 go on although nothing changed
  --source-url URL        where the award file is
  --csv FILE              take this file for it
  --bucket B              bucket of all files (default S3_BUCKET)
  --data-dir DIR          a folder in place of a bucket
  --run-date D            YYYY-MM-DD (default today, UTC)
  --no-neo4j              without the graph
  --reset --confirm-reset DB   empty the graph of awards first; DB is its database
  --include-personal      names and addresses of persons into the graph
  --profile P             award-company or unified
  --allow-schema-drift    another header is a warning
  --threshold X           share of records that must pass (default 0.95)
  --time-budget S         seconds, after which the run gives up with exit code 5
  --dry-run               download, check, profile, report; bucket and graph stay as they are
  --json  --quiet  -v     one JSON document on stdout; no progress; log lines of the steps`,
  async run(args, io) {
    const { values } = parseOptions(args, runOptions);
    const input = await machineInput(values, io.cwd);
    const startMs = io.clock.now();
    const result = await refresh(input, values, io);
    return report(result, { isDryRun: values['dry-run'], ms: io.clock.now() - startMs });
  },
};

function refresh(input: JsonObject, values: RunValues, io: CliIo): Promise<RunAllResult> {
  const { clock, owner, signal } = io;
  const isDryRun = values['dry-run'];
  const executionName = `manual-${clock.now()}`;
  const request = {
    // A dry run stays away from the graph, and from a reset of it.
    input: isDryRun ? { ...input, run_neo4j: false } : input,
    executionName,
    executionArn: `run-all:${executionName}`,
  };
  const ports = {
    ...{ clock, owner, signal },
    deadlineMs: deadlineOf(values, io),
    onEvent: values.quiet ? undefined : createProgress(io.err),
  };
  return withWorkspace(values, io, ({ files, steps }) =>
    (isDryRun ? runUnlocked : runAll)(request, { ...ports, files, steps }),
  );
}

function report(
  { status, download, output, copies }: RunAllResult,
  { isDryRun, ms }: { readonly isDryRun: boolean; readonly ms: number },
): CommandResult {
  const { run_date, row_count, changed, sha256 } = download;
  const seconds = ms / 1_000;
  const details = status === 'success' ? (output['output'] as JsonObject) : null;
  const document: JsonObject = {
    ...{ status, dry_run: isDryRun, run_date, changed, row_count, sha256 },
    duration_seconds: seconds,
    copies: isDryRun ? [] : [...copies],
    output: details,
  };
  const verb = isDryRun ? 'Would refresh' : 'Refreshed';
  const lines = details
    ? [
        `${verb} ${row_count} awards of ${run_date} in ${seconds.toFixed(1)} s`,
        ...summaryLines(details),
      ]
    : [`Nothing has changed: ${row_count} awards, looked at on ${run_date}`];
  return { exitCode: exitCodes.ok, document, lines };
}
