import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '@pipelines/command-line';
import { isJsonObject, messageOf, type Json, type JsonObject } from '@pipelines/core';
import { parseAsOf } from '../cli/execution-input.ts';

/** Folder in the data folder that `simulator seed sbir` fills. */
export const SBIR_FOLDER = 'sbir';

/** What a run of the refresh starts from. */
export interface RefreshPlan {
  /** Absolute path of the award file to serve; undefined: what the input or the default names. */
  readonly sourceFile: string | undefined;
  /** Absolute paths of the company files to put into the bucket. */
  readonly companyFiles: readonly string[];
  /** By `--companies`; else they are what `seed sbir` wrote. */
  readonly areCompaniesNamed: boolean;
  readonly input: JsonObject;
}

/** Company files of a run, and who chose them. */
export type CompanyFiles = Pick<RefreshPlan, 'companyFiles' | 'areCompaniesNamed'>;

export interface RefreshLine {
  readonly source: string | undefined;
  readonly companies: string | undefined;
  readonly asOf: string | undefined;
  readonly input: Json;
  readonly dataDir: string;
  readonly cwd: string;
}

/**
 * Find the files of a run before anything is started: those of the command line, else those that
 * `seed sbir` wrote, unless the input names a source itself.
 *
 * @throws {UsageError} for a file or folder that is not there, or an input that is no object
 */
export async function planRefresh(line: RefreshLine): Promise<RefreshPlan> {
  const { input, asOf } = line;
  if (!isJsonObject(input)) throw new UsageError('--input of this machine must be a JSON object.');
  const givenUrl = input['source_url'] ?? undefined;
  if (line.source !== undefined && givenUrl !== undefined) {
    throw new UsageError('Give --source or source_url in --input, not both.');
  }
  const seeded = path.resolve(line.cwd, line.dataDir, SBIR_FOLDER);
  return {
    sourceFile:
      line.source === undefined
        ? givenUrl === undefined && (await awardFileIn(seeded))
          ? path.join(seeded, 'award_data.csv')
          : undefined
        : await existingFile(path.resolve(line.cwd, line.source)),
    companyFiles:
      line.companies === undefined
        ? await companyFilesIn(seeded).catch(() => [])
        : await givenCompanyFiles(path.resolve(line.cwd, line.companies)),
    areCompaniesNamed: line.companies !== undefined,
    input: asOf === undefined ? input : { ...input, run_date: parseAsOf(asOf).slice(0, 10) },
  };
}

async function awardFileIn(folder: string): Promise<boolean> {
  return stat(path.join(folder, 'award_data.csv')).then(
    (facts) => facts.isFile(),
    () => false,
  );
}

async function existingFile(file: string): Promise<string> {
  const facts = await stat(file).catch((error: unknown) => {
    throw new UsageError(`--source: ${messageOf(error)}`);
  });
  if (facts.isFile()) return file;
  throw new UsageError(`--source: "${file}" is not a file.`);
}

async function givenCompanyFiles(folder: string): Promise<readonly string[]> {
  const files = await companyFilesIn(folder).catch((error: unknown) => {
    throw new UsageError(`--companies: ${messageOf(error)}`);
  });
  if (files.length > 0) return files;
  throw new UsageError(`--companies: "${folder}" holds no file like x-company_search_1.csv.`);
}

/** As the machine chooses them: sbir-contracts.md 2.2, profile-inputs. */
async function companyFilesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name.includes('company_search') && name.endsWith('.csv'))
    .sort()
    .map((name) => path.join(folder, name));
}
