import type { ValidationCheck, ValidationResult } from '@pipelines/contracts';
import {
  bindSqlStep,
  type Database,
  parseSqlTask,
  type SqlBindings,
  type SqlStep,
} from '@pipelines/sql-tasks';
import type { ActionContext } from '../ports.ts';
import { readSettings } from '../settings.ts';
import { type Counts, type Validator, validator01, validator02 } from '../validators.ts';
import { schemaIdentifiers } from './schema-identifiers.ts';
import { statementDeadlineMs } from './statement-deadline.ts';
import { withDatabase } from './with-database.ts';

/**
 * Check TASK_01's results: reminders, work table, settings. Reads counts, changes nothing.
 *
 * What the checks find is in the result; only settings and database can make this fail.
 *
 * @throws {ConfigValidationError} and what {@link withDatabase} throws
 * @throws {StatementFailedError} when a table has not the columns of our schema, or time runs out
 */
export function validateTask01(context: ActionContext): Promise<ValidationResult> {
  return validate('validate_task_01', validator01, context);
}

/** Check TASK_02's results over the last 30 days, in the same manner as {@link validateTask01}. */
export function validateTask02(context: ActionContext): Promise<ValidationResult> {
  return validate('validate_task_02', validator02, context);
}

async function validate(
  action: ValidationResult['action'],
  validator: Validator,
  context: ActionContext,
): Promise<ValidationResult> {
  const { event, ports } = context;
  const now = new Date(ports.clock.now()).toISOString();
  const answer = event.use_mock
    ? { asOf: event.as_of ?? now, countsByStep: mockCountsByStep(validator) }
    : await countOnDatabase(validator, context, now);
  const checks = validator.checks.map((check): ValidationCheck => {
    const counts = answer.countsByStep.get(check.step);
    return counts
      ? { name: check.step, ...check.judge(counts), counts }
      : { name: check.step, status: 'failed', finding: `No table ${check.table}`, counts: {} };
  });
  const passed = checks.filter(({ status }) => status !== 'failed').length;
  return { status: 'success', action, as_of: answer.asOf, passed, total: checks.length, checks };
}

type CountsByStep = ReadonlyMap<string, Counts>;

function mockCountsByStep({ checks }: Validator): CountsByStep {
  return new Map(checks.map(({ step, mockCounts }) => [step, mockCounts]));
}

/** All statements see one moment of the database, and none of them can write. */
async function countOnDatabase(
  validator: Validator,
  { event, ports, invocation }: ActionContext,
  now: string,
): Promise<{ readonly asOf: string; readonly countsByStep: CountsByStep }> {
  const settings = readSettings(ports.environment);
  const asOf = event.as_of ?? settings.asOf ?? now;
  const { steps } = parseSqlTask(await ports.readAsset(validator.file), validator.file);
  const bindings = { identifiers: schemaIdentifiers(settings), values: { as_of: asOf } };
  const deadlineMs = (): number =>
    statementDeadlineMs(settings.statementTimeoutMs, invocation.getRemainingTimeInMillis());
  const countsByStep = await withDatabase({ settings, ports }, async (database) => {
    await database.query('begin isolation level repeatable read read only');
    const tables = await listTables(database, settings.conflictSchema);
    const missing = validator.checks.filter(({ table }) => !tables.has(table));
    const runnable = steps.filter(({ name }) => missing.every(({ step }) => step !== name));
    const counts = await countSteps(runnable, { database, bindings, deadlineMs });
    await database.query('commit');
    return counts;
  });
  return { asOf, countsByStep };
}

async function listTables(database: Database, schema: string): Promise<ReadonlySet<unknown>> {
  const { rows } = await database.query(
    'select tablename as name from pg_tables where schemaname = $1',
    [schema],
  );
  return new Set(rows.map(({ name }) => name));
}

interface Counting {
  readonly database: Database;
  readonly bindings: SqlBindings;
  /** What is left for the next statement. */
  readonly deadlineMs: () => number;
}

async function countSteps(
  steps: readonly SqlStep[],
  { database, bindings, deadlineMs }: Counting,
): Promise<CountsByStep> {
  const countsByStep = new Map<string, Counts>();
  for (const step of steps) {
    const { text, values } = bindSqlStep(step, bindings);
    await database.query(`set local statement_timeout = ${deadlineMs()}`);
    const { rows } = await database.query(text, values);
    // bigint and numeric arrive as text.
    const entries = Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value)]);
    countsByStep.set(step.name, Object.fromEntries(entries) as Counts);
  }
  return countsByStep;
}
