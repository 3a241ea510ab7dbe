import { UsageError } from '@pipelines/command-line';
import { datasetMetadata } from '@pipelines/contracts';
import type { JsonObject } from '@pipelines/core';
import type { FileStore } from '@pipelines/s3-files';
import { readJsonIfExists } from '../../steps/optional-files.ts';
import type { Command } from '../command.ts';
import { fileOfRun } from '../file-of-run.ts';
import { machineInput } from '../machine-input.ts';
import { parseOptions, runOptions } from '../options.ts';
import { bodyOf, resultOf } from '../step-commands.ts';
import { deadlineOf, invocationUntil } from '../time-budget.ts';
import { untilStopped } from '../until-stopped.ts';
import { openWorkspace } from '../workspace.ts';

/** The checks of the loaded graph. */
export const smoke: Command = {
  summary: 'ask the graph whether it is fit for use, and compare it with the file',
  help: `Usage: sbir-refresh smoke [options]
The options of "sbir-refresh run"; those that this step has no use for are ignored. The comparison
with the file needs the reports of the day's load and ingestion; without them it is left out.`,
  async run(args, io) {
    const { values } = parseOptions(args, runOptions);
    if (values['dry-run']) throw new UsageError('The smoke checks have no dry run.');
    const input = await machineInput(values, io.cwd);
    const { files, steps } = openWorkspace(values, io);
    const { run_date } = await fileOfRun(files, input);
    const event = await eventOf(files, input, run_date);
    const invocation = invocationUntil(deadlineOf(values, io), io);
    const answering = steps['smoke-checks']?.(event, invocation) ?? Promise.resolve();
    const { results, ...body } = bodyOf(await untilStopped(answering, io.signal));
    return { ...resultOf('smoke', body), document: { ...body, results: results ?? null } };
  },
};

async function eventOf(files: FileStore, input: JsonObject, run_date: string): Promise<JsonObject> {
  const folder = `artifacts/${run_date}`;
  const keyIfExists = async (key: string) => ((await files.head(key)) ? key : null);
  const metadata = await readJsonIfExists(files, `${folder}/metadata.json`, datasetMetadata);
  const { graph_profile = null, neo4j_secret_name = null } = input;
  return {
    ...{ run_date, graph_profile, neo4j_secret_name },
    load_metrics_s3_key: await keyIfExists(`${folder}/neo4j_load_metrics.json`),
    validation_report_s3_key: await keyIfExists(`${folder}/sbir_validation_report.json`),
    row_count: metadata?.row_count ?? null,
    raise_on_error: true,
  };
}
