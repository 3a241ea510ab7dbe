import type { Logger } from '@pipelines/lambda-kit';
import {
  type Database,
  parseSqlTask,
  runSqlTask,
  type SqlTask,
  type SqlTaskResult,
  type StepReport,
  type TaskLockMode,
} from '@pipelines/sql-tasks';
import type { ActionContext, Ports } from '../ports.ts';
import type { Settings } from '../settings.ts';
import { schemaIdentifiers } from './schema-identifiers.ts';
import { statementDeadlineMs } from './statement-deadline.ts';

export interface TaskFiles {
  readonly settings: Settings;
  readonly database: Database;
  /** Paths in the function's package; the first one names the task in messages. */
  readonly files: readonly string[];
  readonly values: Readonly<Record<string, string | null>>;
  /** Chunks of one run work beside each other; what only reads takes no lock; all else works alone. */
  readonly lockMode?: TaskLockMode | 'none';
  /** Steps of the files that are not run. */
  readonly leftOutSteps?: readonly string[];
}

/**
 * Run SQL files in one transaction, one after the other, within the time that Lambda leaves.
 *
 * @returns rows by step, and what the last step selects
 * @throws what `runSqlTask` throws; {AssetMissingError} for a file that was not packaged
 */
export async function runTaskFiles(
  { ports, log, invocation }: ActionContext,
  { settings, database, files, values, lockMode = 'exclusive', leftOutSteps = [] }: TaskFiles,
): Promise<SqlTaskResult> {
  const { file, steps } = await readTaskFiles(files, ports);
  const wantedSteps = steps.filter(({ name }) => !leftOutSteps.includes(name));
  const lockName = `conflict-report:${settings.conflictSchema}`;
  return runSqlTask(
    { file, steps: wantedSteps },
    {
      database,
      identifiers: schemaIdentifiers(settings),
      values,
      ...(lockMode === 'none' ? {} : { lockName, lockMode }),
      statementTimeoutMs: statementDeadlineMs(
        settings.statementTimeoutMs,
        invocation.getRemainingTimeInMillis(),
      ),
      clock: ports.clock,
      onStep: (step) => logStep(log, step),
    },
  );
}

async function readTaskFiles(files: readonly string[], ports: Ports): Promise<SqlTask> {
  const tasks = await Promise.all(
    files.map(async (file) => parseSqlTask(await ports.readAsset(file), file)),
  );
  return { file: files[0] ?? '', steps: tasks.flatMap(({ steps }) => steps) };
}

function logStep(log: Logger, { name, rows, durationMs }: StepReport): void {
  log.info(`Step ${name} done`, { step: name, rows, duration_seconds: durationMs / 1_000 });
}
