import type { ExplainedVisit, ExplainEvent, ExplainResult } from '@pipelines/contracts';
import { judgeRules } from '../explain/judge-rules.ts';
import { listReasons } from '../explain/list-reasons.ts';
import { mockedPairFacts } from '../explain/mocked-pair-facts.ts';
import {
  type Comparison,
  type PairFacts,
  pairFacts,
  type VisitFacts,
} from '../explain/pair-facts.ts';
import type { ActionContext } from '../ports.ts';
import { readSettings } from '../settings.ts';
import { judgeFile, TASKS_FOLDER } from '../tasks.ts';
import { runTaskFiles } from './run-task-files.ts';
import { withDatabase } from './with-database.ts';

/** The rules of TASK_02 are asked, not a copy of them. */
const FILES = [`${TASKS_FOLDER}/explain_pair.sql`, judgeFile, `${TASKS_FOLDER}/explain_report.sql`];

/** They would find no row to write; left out, explaining needs no right to write. */
const WRITING_STEPS = [
  'abandon-chunked-runs',
  'mark-pairs-without-conflict',
  'describe-visits',
  'analyze-details',
  'update-conflicts',
];

/**
 * Say what TASK_02 makes of one pair of visits, rule by rule, and why. Changes nothing, and takes
 * no lock: it can be asked while a run is at work.
 *
 * @throws {ConfigValidationError} and what {@link withDatabase} throws
 * @throws {TaskConfigurationError} where TASK_02 could not run either
 * @throws {SqlStepFailedError} when a table has not the columns of our schema
 */
export async function explainPair(context: ActionContext<ExplainEvent>): Promise<ExplainResult> {
  const { event, ports, log } = context;
  const now = new Date(ports.clock.now()).toISOString();
  const { asOf, facts } = event.use_mock
    ? {
        asOf: event.as_of ?? now,
        facts: mockedPairFacts(event.visit_id, event.con_visit_id),
      }
    : await askDatabase(context, now);
  const result = explain(facts, asOf);
  const { is_conflict, is_refreshed } = result;
  log.info('Pair explained', { is_conflict, is_refreshed });
  return result;
}

async function askDatabase(
  context: ActionContext<ExplainEvent>,
  now: string,
): Promise<{ readonly asOf: string; readonly facts: PairFacts }> {
  const { event, ports } = context;
  const settings = readSettings(ports.environment);
  const asOf = event.as_of ?? settings.asOf ?? now;
  const { lastRows } = await withDatabase({ settings, ports }, (database) =>
    runTaskFiles(context, {
      settings,
      database,
      files: FILES,
      leftOutSteps: WRITING_STEPS,
      values: { as_of: asOf, visit_id: event.visit_id, con_visit_id: event.con_visit_id },
      lockMode: 'none',
    }),
  );
  return { asOf, facts: pairFacts.parse(lastRows[0]) };
}

function explain(facts: PairFacts, asOf: string): ExplainResult {
  const { pair, comparison, stored } = facts;
  const rules = judgeRules(facts);
  const fired = rules.filter((rule) => rule.fired).map(({ rule }) => rule);
  const is_conflict = fired.length > 0;
  const is_refreshed = is_conflict && stored?.is_due === true;
  return {
    status: 'success',
    action: 'explain',
    as_of: asOf,
    verdict: verdictText({ fired, is_refreshed, isCompared: comparison !== null }),
    is_conflict,
    is_refreshed,
    reasons: [...listReasons(facts)],
    visit: visitOf(facts.visit),
    con_visit: visitOf(facts.con_visit),
    comparison: comparison && numbersOf(comparison, pair.overlap_minutes),
    rules,
    stored: stored && { status: stored.status, is_marked: stored.is_marked },
  };
}

function verdictText(outcome: {
  readonly fired: readonly number[];
  readonly is_refreshed: boolean;
  readonly isCompared: boolean;
}): string {
  if (!outcome.isCompared) return 'TASK_02 does not compare these visits';
  if (outcome.fired.length === 0) return 'No conflict: none of the seven rules fires';
  const conflict = `Conflict by rule ${outcome.fired.join(', ')}`;
  return outcome.is_refreshed
    ? `${conflict}: TASK_02 refreshes the pair`
    : `${conflict}, but TASK_02 leaves the pair alone`;
}

function visitOf(facts: VisitFacts): ExplainedVisit {
  const { visit_id, is_known, state, visit_date, starts, ends, place, is_missed } = facts;
  const known = is_known ? state : 'unknown';
  return { visit_id, state: known, visit_date, starts, ends, place, is_missed };
}

function numbersOf(
  comparison: Comparison,
  overlap_minutes: number | null,
): NonNullable<ExplainResult['comparison']> {
  const { gap_minutes, distance_multiplier, miles, speed_band, miles_per_hour, travel_minutes } =
    comparison;
  return {
    overlap_minutes,
    gap_minutes,
    distance_multiplier,
    miles,
    speed_band,
    miles_per_hour,
    travel_minutes,
  };
}
