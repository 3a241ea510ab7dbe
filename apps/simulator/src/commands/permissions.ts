import { rmSync } from 'node:fs';
import path from 'node:path';
import { exitCodes } from '@pipelines/command-line';
import { functions } from '@pipelines/workflows';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import {
  comparePermissions,
  type FunctionPermissions,
} from '../permissions/compare-permissions.ts';
import { readRecordedCalls, recordedCallsFile } from '../permissions/recorded-calls.ts';
import { listFunctionRoles } from '../permissions/role-grants.ts';
import { readTemplates } from '../assembly/template.ts';
import { callLines, comparisonLines } from '../report/permission-report.ts';

export const help = `Usage: simulator permissions [--against DIR] [--clear] [options]
Which permissions the functions needed in the runs of this data folder, from their calls of the
local S3 and Secrets Manager.

  --against DIR    compare with the roles of a synthesised assembly, dist/apps/infra/cdk.out
  --clear          forget the calls, to record anew
${commonOptionsHelp}

Not seen here, and not compared: logs, traces, network interfaces, keys, queues and topics.
With --json stdout is an array of {functionName, calls, missing, unused, spare, unseen,
isDeployed}.
Exit codes: 0 done, or nothing missing and unused; 3 no assembly; 4 something missing or unused.

Examples:
  simulator run sbir-analytics-weekly-refresh && simulator permissions
  simulator permissions --against dist/apps/infra/cdk.out`;

/** `simulator permissions`: calls of functions, against the roles of an assembly. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseCommandLine(args, {
    against: { type: 'string' },
    clear: { type: 'boolean', default: false },
  });
  const dataDir = path.resolve(io.cwd, values['data-dir']);
  if (values.clear) {
    rmSync(recordedCallsFile(dataDir), { force: true });
    return exitCodes.ok;
  }
  const roles =
    values.against === undefined
      ? undefined
      : listFunctionRoles(readTemplates(path.resolve(io.cwd, values.against)));
  const compared = comparePermissions(readRecordedCalls(dataDir), roles ?? [], functions);
  if (values.json) writeLine(io.out, JSON.stringify(compared, undefined, 2));
  else for (const line of (roles ? comparisonLines : callLines)(compared)) writeLine(io.out, line);
  return roles && compared.some(differs) ? exitCodes.qualityGate : exitCodes.ok;
}

function differs({ missing, unused }: FunctionPermissions): boolean {
  return missing.length > 0 || unused.length > 0;
}
