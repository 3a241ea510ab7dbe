import { resolve } from 'node:path';
import { exitCodes, UsageError } from '@pipelines/command-line';
import { PipelineError } from '@pipelines/core';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { dumpTables } from '../database/dump-tables.ts';
import { schemaNamesOf } from '../database/schema-names.ts';
import { assertNoGivenDatabase, withOwnEngine } from '../database/with-own-engine.ts';
import { tableCountLines } from '../report/table-counts.ts';

export const help = `Usage: simulator dump --to DIR [options]
Write every table to DIR/schema.table.csv: PostgreSQL's CSV with a header, rows by primary key.
NULL is an empty field, the empty string is "", times are UTC. simulator seed --from loads it.

  --to DIR         created when missing, for its owner's eyes only: the files hold whole rows
${commonOptionsHelp}

Works only on the simulator's own database: refused while POSTGRES_HOST is set.

Example:
  simulator dump --to exported/`;

/** There is nothing to dump: the schemas do not exist yet. */
export class EmptyDatabaseError extends PipelineError {
  static {
    EmptyDatabaseError.prototype.name = 'EmptyDatabaseError';
  }
}

/** `simulator dump`: tables as files, then the rows of each on stdout. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseCommandLine(args, { to: { type: 'string' } });
  const { to } = values;
  if (to === undefined) throw new UsageError('Missing option --to DIR.');
  assertNoGivenDatabase(io);
  const schemas = schemaNamesOf(io.env);

  const engine = { dataDir: values['data-dir'], isQuiet: values.quiet };
  const counts = await withOwnEngine(io, engine, (connection) =>
    dumpTables(resolve(io.cwd, to), { connection, schemas, signal: io.signal }),
  );
  if (counts.length === 0) {
    throw new EmptyDatabaseError('The database has no tables yet; simulator seed makes them.');
  }
  if (values.json) writeLine(io.out, JSON.stringify({ tables: counts }, undefined, 2));
  else for (const line of tableCountLines(counts)) writeLine(io.out, line);
  return exitCodes.ok;
}
