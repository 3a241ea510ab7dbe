import { UsageError } from '@pipelines/command-line';
import type { CliIo } from '../cli-io.ts';
import type { Command, CommandResult } from '../command.ts';
import { parseOptions, runOptions } from '../options.ts';
import { resultOf, stepCommand } from '../step-commands.ts';
import { untilStopped } from '../until-stopped.ts';
import { validateFile } from '../validate-file.ts';

const inBucket = stepCommand('validate');
const text = { type: 'string' } as const;
const options = {
  ...runOptions,
  'csv-path': text,
  'schema-path': text,
  'metadata-dir': text,
  'summary-path': { ...text, default: 'reports/awards_data_refresh/latest.md' },
  'previous-metadata': text,
  'gha-output': text,
} as const;

/** Header, hash and counts of an award file, in the bucket or on this machine. */
export const validate: Command = {
  summary: inBucket.summary,
  help: `${inBucket.help}

Usage: sbir-refresh validate FILE [options]
  --csv-path FILE            the same as FILE
  --metadata-dir DIR         write DATE.json and latest.json there, and the summary
  --summary-path FILE        Markdown (default reports/awards_data_refresh/latest.md)
  --schema-path FILE         expected columns (default the bundled ones)
  --previous-metadata FILE   of the vintage before
  --source-url URL  --run-date D  --allow-schema-drift
  --gha-output FILE          append metadata_path, latest_metadata_path, summary_path`,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, options, 1);
    const csvPath = positionals[0] ?? values['csv-path'];
    return csvPath === undefined ? inBucket.run(args, io) : runOnFile(csvPath, values, io);
  },
};

type Values = ReturnType<typeof parseOptions<typeof options>>['values'];

async function runOnFile(csvPath: string, values: Values, io: CliIo): Promise<CommandResult> {
  if (values['gha-output'] !== undefined && values['metadata-dir'] === undefined) {
    throw new UsageError('--gha-output needs --metadata-dir: nothing else is written.');
  }
  const document = await untilStopped(
    validateFile(
      {
        csvPath,
        schemaPath: values['schema-path'],
        metadataDir: values['metadata-dir'],
        summaryPath: values['summary-path'],
        previousMetadata: values['previous-metadata'],
        sourceUrl: values['source-url'],
        runDate: values['run-date'],
        allowSchemaDrift: values['allow-schema-drift'],
        githubOutput: values['gha-output'],
      },
      io,
    ),
    io.signal,
  );
  const { schema, ...facts } = document;
  return {
    ...resultOf('validate', { status: 'success', ...facts }),
    document: { ...facts, schema: schema ?? null },
  };
}
