import type { LoadNeo4jBody, LoadNeo4jEvent } from '@pipelines/contracts';
import type { Graph } from '@pipelines/neo4j-load';
import { scanCsvRecords } from '../csv/scan-csv-records.ts';
import { TaskTimeoutError } from '../errors/task-timeout-error.ts';
import { graphModelOf, type GraphProfileName } from '../graph/graph-models.ts';
import { loadAwards, type LoadAwardsResult } from '../graph/load-awards.ts';
import type { StepPorts } from '../ports.ts';
import { loadMetrics, loadPage, loadResultOf } from '../reports/load-report.ts';
import { lockOwnerOf } from './lock-owner.ts';
import { readAwards } from './read-awards.ts';
import { resolveRunDate } from './run-date.ts';
import { withCsvFile } from './with-csv-file.ts';
import { writeJson, writeMarkdown } from './write-report.ts';

/** Left of the step's time to finish the window in hand and to hand out the cursor. */
const RESERVE_MS = 30_000;

/** Ports and settings of load-neo4j. */
export interface LoadPorts extends StepPorts {
  readonly graph: Graph;
  /** GRAPH_PROFILE: of an event that names none. */
  readonly graphProfile?: GraphProfileName;
  readonly deadlineMs: number;
  /** Has room for what the validated file holds. */
  readonly tempDir: string;
  readonly batchRows: number;
  readonly maxNodes?: number | undefined;
  readonly minAwardYear?: number | undefined;
  readonly sampleLimit?: number | undefined;
  readonly isZeroAmountAllowed: boolean;
  readonly onStage?: ((stage: string, rows: number) => void) | undefined;
}

/**
 * Bring the graph to what the validated file says, or as far as the time allows: then the answer is
 * a cursor, with which the machine calls again. Metrics are written at the end.
 *
 * Safe to run twice with the same cursor. A second load of the same file writes nothing.
 *
 * @throws {TaskTimeoutError} when this call committed nothing: another one would not either
 * @throws {ValidationError} without the object
 * @throws {LockHeldError} naming who loads or resets the same graph; another attempt may pass
 * @throws {GraphCapacityError} before anything is written
 * Source: sbir-contracts.md sections 5.3 and 5.4
 */
export async function loadNeo4j(event: LoadNeo4jEvent, ports: LoadPorts): Promise<LoadNeo4jBody> {
  const { clock, deadlineMs } = ports;
  const startMs = clock.now();
  const runDate = resolveRunDate(event.run_date, event.validated_csv_s3_key, clock);
  const model = graphModelOf(event.graph_profile ?? ports.graphProfile);
  const key = event.validated_csv_s3_key;
  const load = await withCsvFile(key, { ports, read: scanCsvRecords }, (file) =>
    loadAwards({
      ...ports,
      model,
      // Two that load the same file leave the same graph.
      owner: lockOwnerOf(event, `a load of ${key}`),
      awards: readAwards(key, file),
      scope: event.graph_scope,
      isPersonalIncluded: event.include_personal,
      vintage: runDate,
      cursor: event.cursor,
      // A quarter of it, should the runtime have less than two minutes left.
      deadlineMs: deadlineMs - Math.min(RESERVE_MS, (deadlineMs - startMs) / 4),
    }),
  );
  if (!load.done && load.committed === 0) {
    throw new TaskTimeoutError('The load committed nothing in the time that it had');
  }
  const result = { load, seconds: (clock.now() - startMs) / 1_000 };
  return load.done
    ? finished(result, { ports, runDate, event, profile: model.profile.name })
    : partial(result);
}

interface Timed {
  readonly load: LoadAwardsResult;
  readonly seconds: number;
}

function partial({ load, seconds }: Timed): LoadNeo4jBody {
  const status = 'partial';
  return {
    ...countsOf(load),
    ...{ status, load_status: status },
    done: false,
    cursor: load.cursor ?? null,
    check_passed: null,
    metrics_s3_key: null,
    summary_md_s3_key: null,
    load_result: loadResultOf(load, { status, seconds }),
  };
}

interface FinishedRun {
  readonly ports: LoadPorts;
  readonly runDate: string;
  readonly event: LoadNeo4jEvent;
  /** Name of the graph profile. */
  readonly profile: string;
}

async function finished({ load, seconds }: Timed, run: FinishedRun): Promise<LoadNeo4jBody> {
  const { ports, runDate, event, profile } = run;
  const reason = failureOf(load);
  const status = reason === undefined ? 'success' : 'error';
  const result = loadResultOf(load, { status, seconds });
  const base = `artifacts/${runDate}/neo4j_load`;
  const metrics = loadMetrics(load, result, {
    run_date: runDate,
    validated_csv_s3_key: event.validated_csv_s3_key,
    graph_profile: profile,
    graph_scope: event.graph_scope,
    include_personal: event.include_personal,
    database: ports.graph.database,
    chunks: (event.cursor?.chunk ?? 0) + 1,
  });
  return {
    ...countsOf(load),
    status: reason === undefined ? 'success' : 'failed',
    load_status: status,
    done: true,
    cursor: null,
    check_passed: reason === undefined,
    metrics_s3_key: await writeJson(ports.files, `${base}_metrics.json`, metrics),
    summary_md_s3_key: await writeMarkdown(
      ports.files,
      `${base}_summary.md`,
      loadPage(result, reason),
    ),
    load_result: result,
  };
}

/** A batch that the graph refuses fails the whole call: no load ends with some of its rows missing. */
function failureOf({ awardsSubmitted }: LoadAwardsResult): string | undefined {
  return awardsSubmitted === 0 ? 'No award of the file belongs into the graph' : undefined;
}

const countsOf = ({ awardsSubmitted, result }: LoadAwardsResult) => ({
  awards_submitted: awardsSubmitted,
  awards_tombstoned: Number(result['awards_tombstoned']),
});
