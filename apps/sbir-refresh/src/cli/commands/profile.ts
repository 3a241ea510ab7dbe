import { UsageError } from '@pipelines/command-line';
import type { Command } from '../command.ts';
import { parseOptions, runOptions } from '../options.ts';
import { profileFiles } from '../profile-files.ts';
import { resultOf, stepCommand } from '../step-commands.ts';
import { untilStopped } from '../until-stopped.ts';

const inBucket = stepCommand('profile');
const text = { type: 'string' } as const;
const fileOptions = {
  'award-csv': text,
  'company-dir': text,
  'company-schema-path': text,
  'output-json': text,
  'output-md': text,
  'gha-output': text,
} as const;

/** Rows and headers of the input files, in the bucket or on this machine. */
export const profile: Command = {
  summary: inBucket.summary,
  help: `${inBucket.help}

Usage: sbir-refresh profile --award-csv FILE --company-dir DIR --output-json FILE [options]
  --company-schema-path FILE   expected columns (default the bundled ones)
  --output-md FILE             the report for people
  --gha-output FILE            append inputs_profile_json, inputs_profile_md, schema_drift_detected`,
  async run(args, io) {
    const { values } = parseOptions(args, { ...runOptions, ...fileOptions });
    const { 'award-csv': awardCsv, 'company-dir': companyDir, 'output-json': outputJson } = values;
    if (awardCsv === undefined && companyDir === undefined && outputJson === undefined) {
      return inBucket.run(args, io);
    }
    if (awardCsv === undefined || companyDir === undefined || outputJson === undefined) {
      throw new UsageError('Give --award-csv, --company-dir and --output-json, or none of them.');
    }
    const profiling = profileFiles(
      {
        ...{ awardCsv, companyDir, outputJson },
        companySchemaPath: values['company-schema-path'],
        outputMd: values['output-md'],
        githubOutput: values['gha-output'],
      },
      io,
    );
    return resultOf('profile', await untilStopped(profiling, io.signal));
  },
};
