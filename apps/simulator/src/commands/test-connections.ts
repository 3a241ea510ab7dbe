import { exitCodes } from '@pipelines/command-line';
import { isJsonObject } from '@pipelines/core';
import type { Cloud } from '../cloud.ts';
import { askFunction, failureOf } from '../cli/ask-function.ts';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { withCloud } from '../cli/with-cloud.ts';
import { connectionLines, type ConnectionCheck } from '../report/connection-report.ts';
import { asciiIcons, emojiIcons } from '../report/icons.ts';
import { textOf } from '../report/text-of.ts';

export const help = `Usage: simulator test-connections [options]
Check what the Lambda needs, through the Lambda itself: settings, connection, both schemas.

  --ascii          [OK] and [FAIL] instead of emoji
${commonOptionsHelp}

The database is the one of POSTGRES_HOST, else the simulator's own.
Exit codes: 0 everything is there, 3 something is missing; the message says what.

Example:
  simulator test-connections`;

/** `simulator test-connections`: conflict-report.md section 8. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseCommandLine(args, { ascii: { type: 'boolean', default: false } });
  const options = {
    dataDir: values['data-dir'],
    mode: 'real' as const,
    isQuiet: values.quiet,
  };
  return withCloud(io, options, async (cloud) => {
    const check = await checkConnection(cloud, io);
    const icons = values.ascii ? asciiIcons : emojiIcons;
    if (values.json) writeLine(io.out, JSON.stringify(check, undefined, 2));
    else for (const line of connectionLines(check, icons)) writeLine(io.out, line);
    return check.error === undefined ? exitCodes.ok : exitCodes.configuration;
  });
}

async function checkConnection(cloud: Cloud, io: CliIo): Promise<ConnectionCheck> {
  const schemas = {
    conflictSchema: io.env['POSTGRES_CONFLICT_SCHEMA'] ?? 'conflict',
    analyticsSchema: io.env['POSTGRES_ANALYTICS_SCHEMA'] ?? 'analytics',
  };
  const ask = (action: string) => askFunction(cloud.functions, { action }, io.signal);
  const connection = await ask('test_connections');
  const details = connection.body['details'];
  if (!isJsonObject(details)) return { ...schemas, error: failureOf(connection) };
  const server = {
    host: textOf(details['host']) ?? '',
    port: Number(details['port']),
    database: textOf(details['database']) ?? '',
    user: textOf(details['user']) ?? '',
    version: textOf(details['version'])?.split('\n')[0] ?? '',
  };
  const configuration = await ask('validate_config');
  if (configuration.statusCode === 200) return { ...schemas, server };
  return { ...schemas, server, error: failureOf(configuration) };
}
