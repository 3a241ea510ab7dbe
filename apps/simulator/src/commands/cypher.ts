import { resolve } from 'node:path';
import { exitCodes } from '@pipelines/command-line';
import { openNeo4j } from '@pipelines/local-cloud';
import type { Json } from '@pipelines/core';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { cypherJson, cypherText } from '../graph/cypher-values.ts';
import { runCypher, type CypherRows } from '../graph/run-cypher.ts';

export const help = `Usage: simulator cypher STATEMENT [options]
Ask the graph: the Neo4j of NEO4J_URI, else the simulator's own. Prints as cypher-shell's plain form.

  --write          let the statement change the graph; without it the server refuses
${commonOptionsHelp}

With --json stdout is an array of row objects; whole numbers beyond 53 bits, dates and times are
strings. The first start of the simulator's own Neo4j fetches 125 MB.
Exit codes: 0 answered, 1 the statement failed, 3 no Neo4j to be had.

Examples:
  simulator cypher 'MATCH (a:Award) RETURN a.agency AS agency, count(*) AS awards ORDER BY agency'
  simulator cypher 'MATCH (c:Company) RETURN c.name LIMIT 5' --json`;

/** `simulator cypher`: one statement and its rows on stdout. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseCommandLine(
    args,
    { write: { type: 'boolean', default: false } },
    ['STATEMENT'],
  );
  const engine = await openNeo4j({
    dataDir: resolve(io.cwd, values['data-dir']),
    env: io.env,
    signal: io.signal,
    onProgress(line) {
      if (!values.quiet) writeLine(io.err, line);
    },
  });
  try {
    await runCypher(engine, positionals[0] ?? '', {
      isWrite: values.write,
      signal: io.signal,
      use: (result) => (values.json ? printJson(result, io) : printPlain(result, io)),
    });
  } finally {
    await engine.stop();
  }
  return exitCodes.ok;
}

async function printPlain({ columns, rows }: CypherRows, io: CliIo): Promise<void> {
  // A statement without RETURN has no columns: cypher-shell prints nothing then.
  if (columns.length > 0) writeLine(io.out, columns.join(', '));
  for await (const row of rows) writeLine(io.out, row.map(cypherText).join(', '));
}

async function printJson({ columns, rows }: CypherRows, io: CliIo): Promise<void> {
  const objects: Json[] = [];
  for await (const row of rows) {
    objects.push(Object.fromEntries(columns.map((name, at) => [name, cypherJson(row[at])])));
  }
  writeLine(io.out, JSON.stringify(objects, undefined, 2));
}
