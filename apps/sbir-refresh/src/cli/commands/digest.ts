import { exitCodes, UsageError } from '@pipelines/command-line';
import { lastSuccess } from '@pipelines/contracts';
import type { Json, JsonObject } from '@pipelines/core';
import type { FileStore } from '@pipelines/s3-files';
import * as z from 'zod';
import { readAwardIndex } from '../../awards/award-index.ts';
import { ValidationError } from '../../errors/validation-error.ts';
import { digestChanges } from '../../reports/change-digest.ts';
import { readJsonIfExists } from '../../steps/optional-files.ts';
import type { Command } from '../command.ts';
import { commonOptions, parseOptions } from '../options.ts';
import { summaryLines } from '../summary-lines.ts';
import { untilStopped } from '../until-stopped.ts';
import { openWorkspace } from '../workspace.ts';

/** As many digits of a hash as the key of its index has. */
const SHORT_SHA = /^[0-9a-f]{16}(?:[0-9a-f]{48})?$/;

/** What changed between two vintages. */
export const digest: Command = {
  summary: 'what changed: at the last run, or between any two vintages',
  help: `Usage: sbir-refresh digest [--from SHA --to SHA] [--bucket B | --data-dir DIR] [--json]
  --from SHA --to SHA   hashes of two award files, whole or their first 16 digits
Without them the digest that the last successful run has left. Nothing is written.`,
  async run(args, io) {
    const options = { ...commonOptions, from: { type: 'string' }, to: { type: 'string' } } as const;
    const { from, to, ...values } = parseOptions(args, options).values;
    if ((from === undefined) !== (to === undefined)) {
      throw new UsageError('Give --from and --to, or neither.');
    }
    const { files } = openWorkspace(values, io);
    const document = await untilStopped(
      from === undefined || to === undefined ? recorded(files) : compared(files, { from, to }),
      io.signal,
    );
    const { sample, by_agency, ...facts } = document;
    const agencies = Array.isArray(by_agency) ? by_agency.length : 0;
    const lines = [...summaryLines(facts), `  agencies: ${agencies}`];
    return {
      exitCode: exitCodes.ok,
      document: { ...facts, by_agency: by_agency ?? [], sample: sample ?? {} },
      lines,
    };
  },
};

async function recorded(files: FileStore): Promise<JsonObject> {
  const last = await readJsonIfExists(files, 'state/last_success.json', lastSuccess);
  if (!last) throw new ValidationError('There was no successful run yet');
  const key = `artifacts/${last.run_date}/change_digest.json`;
  const document = await readJsonIfExists(files, key, z.record(z.string(), z.json()));
  if (!document) throw new ValidationError(`The last run left no digest: ${key} does not exist`);
  return document;
}

async function compared(
  files: FileStore,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<JsonObject> {
  const before = await readAwardIndex(files, indexKey('from', from));
  const after = await readAwardIndex(files, indexKey('to', to));
  const changes = await digestChanges(before, after, () => undefined);
  return {
    sha256: to,
    previous_sha256: from,
    ...(structuredClone(changes) as unknown as Record<string, Json>),
  };
}

function indexKey(option: string, sha: string): string {
  if (!SHORT_SHA.test(sha)) throw new UsageError(`--${option} must be 64 or 16 hex digits.`);
  return `state/award_index/${sha.slice(0, 16)}.ndjson.gz`;
}
