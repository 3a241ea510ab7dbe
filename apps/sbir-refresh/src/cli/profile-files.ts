import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { profileInputsEvent } from '@pipelines/contracts';
import type { JsonObject } from '@pipelines/core';
import { FileNotFoundError } from '@pipelines/s3-files';
import type { InputsProfile } from '../reports/profile-page.ts';
import { profileInputs } from '../steps/profile-inputs.ts';
import type { CliIo } from './cli-io.ts';
import { eventFor } from './event-for.ts';
import { mappedStore } from './mapped-store.ts';
import { appendGithubOutput, jsonText, writeOutput } from './write-outputs.ts';

/** What `profile` is told about files of this machine. Source: sbir-refresh.md 2.4. */
export interface ProfileFilesOptions {
  readonly awardCsv: string;
  readonly companyDir: string;
  readonly companySchemaPath?: string | undefined;
  readonly outputJson: string;
  readonly outputMd?: string | undefined;
  readonly githubOutput?: string | undefined;
}

const AWARD_KEY = 'raw/awards/local/award_data.csv';
const SCHEMA_KEY = 'schemas/file.json';

/**
 * Profile an award file and the company files of a folder, and write the report as the earlier
 * system's program did.
 *
 * @returns the answer of the step, with the paths that were written
 * @throws what {@link profileInputs} throws
 */
export async function profileFiles(options: ProfileFilesOptions, io: CliIo): Promise<JsonObject> {
  const paths = await pathsByKey(options, io.cwd);
  const files = await mappedStore(paths);
  const event = eventFor(profileInputsEvent, {
    award_csv_s3_key: AWARD_KEY,
    company_schema_s3_key: options.companySchemaPath === undefined ? null : SCHEMA_KEY,
    run_date: '1970-01-01',
  });
  const body = await profileInputs(event, { files, bucket: '', clock: io.clock });
  const { profile_json_s3_key, profile_md_s3_key, ...facts } = body;
  const profile = JSON.parse(await files.readText(profile_json_s3_key)) as InputsProfile;
  const named = withPaths(profile, (key) => paths.get(key) ?? key);
  const inputs_profile_json = await writeOutput(io.cwd, options.outputJson, jsonText(named));
  const page = await files.readText(profile_md_s3_key);
  const { outputMd, githubOutput } = options;
  const written = {
    inputs_profile_json,
    ...(outputMd === undefined
      ? {}
      : { inputs_profile_md: await writeOutput(io.cwd, outputMd, page) }),
  };
  if (githubOutput !== undefined) {
    const schema_drift_detected = String(facts.schema_drift_detected);
    await appendGithubOutput(io.cwd, githubOutput, { ...written, schema_drift_detected });
  }
  return { ...facts, ...written };
}

async function pathsByKey(
  { awardCsv, companyDir, companySchemaPath }: ProfileFilesOptions,
  cwd: string,
): Promise<ReadonlyMap<string, string>> {
  const folder = resolve(cwd, companyDir);
  const names = await readdir(folder).catch((thrown: unknown) => {
    const { code } = thrown as NodeJS.ErrnoException;
    throw new FileNotFoundError(`The folder "${folder}" cannot be read (${code})`, [folder]);
  });
  const companies = names.filter((name) => /company_search.*\.csv$/.test(name));
  return new Map([
    [AWARD_KEY, resolve(cwd, awardCsv)],
    ...companies.map((name) => [`raw/companies/${name}`, join(folder, name)] as const),
    ...(companySchemaPath === undefined
      ? []
      : [[SCHEMA_KEY, resolve(cwd, companySchemaPath)] as const]),
  ]);
}

function withPaths(profile: InputsProfile, pathOf: (key: string) => string): InputsProfile {
  const { award, company_files } = profile;
  return {
    ...profile,
    award: { ...award, path: pathOf(award.path) },
    company_files: company_files.map((file) => ({ ...file, path: pathOf(file.path) })),
  };
}
