import { exitCodes } from '@pipelines/command-line';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { withClient } from '../database/open-client.ts';
import { runStatement } from '../database/run-statement.ts';
import { assertNoGivenDatabase, withOwnEngine } from '../database/with-own-engine.ts';
import { alignedTableLines, type QueryResult } from '../report/aligned-table.ts';

export const help = `Usage: simulator sql STATEMENT [options]
Ask the simulator's own PostgreSQL, in UTC. Prints a table as psql does.

${commonOptionsHelp}

With --json stdout is an array of row objects (of the last statement, when there are several);
numerics, dates and times are strings. Refused while POSTGRES_HOST is set.

Examples:
  simulator sql 'select count(*) from conflict.conflictvisitmaps'
  simulator sql 'select * from conflict.settings' --json`;

/** `simulator sql`: one statement and its rows on stdout. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseCommandLine(args, {}, ['STATEMENT']);
  assertNoGivenDatabase(io);
  const engine = { dataDir: values['data-dir'], isQuiet: values.quiet };
  const results = await withOwnEngine(io, engine, (connection) =>
    withClient(connection, (client) => runStatement(client, positionals[0] ?? '')),
  );
  if (values.json) {
    writeLine(io.out, JSON.stringify(rowObjects(results.at(-1)), undefined, 2));
    return exitCodes.ok;
  }
  for (const line of results.flatMap(alignedTableLines)) writeLine(io.out, line);
  return exitCodes.ok;
}

function rowObjects(result: QueryResult | undefined): readonly Record<string, unknown>[] {
  if (!result) return [];
  return result.rows.map((row) =>
    Object.fromEntries(result.columns.map(({ name }, index) => [name, row[index]])),
  );
}
