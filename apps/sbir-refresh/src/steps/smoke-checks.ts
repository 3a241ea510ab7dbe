import { loadResult, type SmokeChecksBody, type SmokeChecksEvent } from '@pipelines/contracts';
import type { Graph } from '@pipelines/neo4j-load';
import * as z from 'zod';
import type { FileStore } from '@pipelines/s3-files';
import { ValidationError } from '../errors/validation-error.ts';
import { graphModelOf, type GraphProfileName } from '../graph/graph-models.ts';
import { liveTotalsOf } from '../graph/live-totals.ts';
import { runSmokeChecks, type SmokeCheck, type SmokeResults } from '../graph/smoke-checks.ts';
import type { StepPorts } from '../ports.ts';
import { reconcile, type Reconciliation } from '../reports/reconcile.ts';
import { reconciliationPage } from '../reports/reconciliation-page.ts';
import { smokePage } from '../reports/smoke-page.ts';
import { readJsonIfExists } from './optional-files.ts';
import { resolveRunDate } from './run-date.ts';
import { writeJson, writeMarkdown } from './write-report.ts';

const groups = z.record(z.string(), z.object({ awards: z.number(), amount_cents: z.number() }));
/** What the checks read of the load's metrics. */
const loadMetricsFile = z.object({
  result: loadResult.extend({ awards_submitted: z.number() }),
  control_totals: z.object({
    awards: z.number(),
    amount_cents: z.number(),
    by: z.object({ award_year: groups, agency: groups, phase: groups, program: groups }),
  }),
});
const validationReportFile = z.object({
  report: z.object({
    total_records: z.number(),
    passed_records: z.number(),
    failed_records: z.number(),
    distinct_award_keys: z.number(),
    editions_collapsed: z.number(),
    exact_duplicate_rows: z.number(),
  }),
});

/** Why a distinct award of the file was not submitted; all other skips leave it in the graph. */
const LEFT_OUT = ['zero_or_missing_amount', 'before_min_year', 'beyond_sample'];

/** Ports of smoke-checks. */
export interface SmokePorts extends StepPorts {
  readonly graph: Graph;
  /** GRAPH_PROFILE: of an event that names none. */
  readonly graphProfile?: GraphProfileName;
}

/**
 * Ask the graph whether it is fit for use, and whether all that was in the file is in it, to the
 * cent. Writes both answers as JSON and Markdown; a check that fails is an answer, not an error.
 *
 * @throws {ValidationError} when metrics or report are named and not there
 * @throws {GraphUnavailableError} a lost connection is no failed check
 * Source: sbir-contracts.md sections 5.6 and 8
 */
export async function smokeChecks(
  event: SmokeChecksEvent,
  ports: SmokePorts,
): Promise<SmokeChecksBody> {
  const { files, graph, clock } = ports;
  const runDate = resolveRunDate(event.run_date, event.load_metrics_s3_key, clock);
  const folder = `artifacts/${runDate}`;
  const metrics = await readNamed(files, event.load_metrics_s3_key, loadMetricsFile);
  const awardsSubmitted = metrics?.result.awards_submitted;
  const graphResults = await runSmokeChecks(graph, {
    model: graphModelOf(event.graph_profile ?? ports.graphProfile),
    awardsSubmitted,
  });
  const reconciliation = metrics && (await reconcileWith(metrics, event, ports));
  const results = withReconciliation(graphResults, reconciliation);
  const reconciliation_json_s3_key = reconciliation
    ? await writeReconciliation(files, folder, reconciliation)
    : null;
  return {
    status: results.passed ? 'success' : 'failed',
    passed: results.passed,
    smoke_check_json_s3_key: await writeJson(files, `${folder}/neo4j_smoke_check.json`, results),
    smoke_check_md_s3_key: await writeMarkdown(
      files,
      `${folder}/neo4j_smoke_check.md`,
      smokePage(results),
    ),
    reconciliation_json_s3_key,
    results: z.record(z.string(), z.json()).parse(results),
  };
}

async function reconcileWith(
  { result, control_totals }: z.output<typeof loadMetricsFile>,
  event: SmokeChecksEvent,
  { files, graph, graphProfile }: SmokePorts,
): Promise<Reconciliation> {
  const report = await readNamed(files, event.validation_report_s3_key, validationReportFile);
  return reconcile({
    rowCount: event.row_count,
    report: report?.report,
    awardsSubmitted: result.awards_submitted,
    awardsSkipped: LEFT_OUT.reduce((sum, name) => sum + (result.skip_reasons[name] ?? 0), 0),
    submitted: control_totals,
    live: await liveTotalsOf(graph, graphModelOf(event.graph_profile ?? graphProfile)),
  });
}

/** An object that the event names must be there. */
async function readNamed<Schema extends z.ZodType>(
  files: FileStore,
  key: string | undefined,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  if (key === undefined) return undefined;
  const document = await readJsonIfExists(files, key, schema);
  if (document === undefined) throw new ValidationError(`There is no object "${key}"`);
  return document;
}

function withReconciliation(
  results: SmokeResults,
  reconciliation: Reconciliation | undefined,
): SmokeResults {
  if (!reconciliation) return results;
  const { checks, passed } = reconciliation;
  const unequal = checks.filter(({ equal }) => !equal).length;
  const check: SmokeCheck = {
    name: 'reconciliation',
    passed,
    value: unequal,
    message: `${unequal} of ${checks.length} comparisons of file and graph differ`,
  };
  return { ...results, checks: [...results.checks, check], passed: results.passed && passed };
}

async function writeReconciliation(
  files: FileStore,
  folder: string,
  reconciliation: Reconciliation,
): Promise<string> {
  await writeMarkdown(files, `${folder}/reconciliation.md`, reconciliationPage(reconciliation));
  return writeJson(files, `${folder}/reconciliation.json`, reconciliation);
}
