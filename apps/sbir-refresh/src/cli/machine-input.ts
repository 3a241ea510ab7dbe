import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '@pipelines/command-line';
import { refreshInput } from '@pipelines/contracts';
import { isJsonObject, type JsonObject, messageOf } from '@pipelines/core';
import { describeIssues } from '@pipelines/lambda-kit';
import { numberOf, type RunValues } from './options.ts';

/**
 * The input of the machine that a command line stands for; an option wins over `--input`.
 *
 * @throws {UsageError} when `--input` is no JSON object, or a field is not what the machine takes
 */
export async function machineInput(values: RunValues, cwd: string): Promise<JsonObject> {
  if (values.csv !== undefined && values['source-url'] !== undefined) {
    throw new UsageError('Give --csv or --source-url, not both.');
  }
  const { threshold, profile, csv } = values;
  const given: Record<string, JsonObject[string] | undefined> = {
    force_refresh: values.force || undefined,
    source_url: csv === undefined ? values['source-url'] : sourceUrlOf(csv),
    run_date: values['run-date'],
    run_neo4j: values['no-neo4j'] ? false : undefined,
    reset_neo4j: values.reset || undefined,
    confirm_reset: values['confirm-reset'],
    include_personal: values['include-personal'] || undefined,
    graph_profile: profile,
    allow_schema_drift: values['allow-schema-drift'] || undefined,
    pass_rate_threshold:
      threshold === undefined ? undefined : numberOf('threshold', threshold, { min: 0, max: 1 }),
  };
  const base = values.input === undefined ? {} : await readInput(values.input, cwd);
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  const input = { ...base, ...Object.fromEntries(set) } as JsonObject;
  const { error } = refreshInput.safeParse(input);
  if (error) throw new UsageError(`The input is wrong: ${describeIssues(error).join('; ')}`);
  return input;
}

/** How a file of this machine stands in the records of a run: by its name, without its folder. */
const sourceUrlOf = (file: string): string => pathToFileURL(`/${basename(file)}`).href;

async function readInput(value: string, cwd: string): Promise<JsonObject> {
  const source = value.startsWith('@') ? await readText(resolve(cwd, value.slice(1))) : value;
  try {
    const input: unknown = JSON.parse(source);
    if (isJsonObject(input)) return input;
  } catch {
    // Said below, without the text: it may hold a token.
  }
  throw new UsageError('--input must be a JSON object, or @FILE with one.');
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    throw new UsageError(`--input: ${messageOf(thrown)}`);
  }
}
