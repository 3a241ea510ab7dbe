import { describe, expect, it } from '@jest/globals';
import { EXECUTION_ARN, runRefresh } from './run-refresh.ts';
import { successBodies } from './refresh-bodies.ts';

const body = (name: string, changes: object) => ({ ...successBodies[name], ...changes });
const CHECKED = ['DownloadCSV', 'CheckChanges', 'ProcessPipeline'];
const GRAPH = ['LoadNeo4j', 'CheckLoad', 'SmokeChecks', 'CheckSmoke', 'RecordSuccess'];

describe('a weekly refresh', () => {
  it('loads a changed file and hands out the output document', async () => {
    const { result, output, states } = await runRefresh({});

    expect(result.status).toBe('SUCCEEDED');
    expect(states).toEqual([
      'Defaults',
      'NormalizeInput',
      ...CHECKED,
      'ValidateDataset',
      'ProfileInputs',
      'IngestionChecks',
      'CheckIngestion',
      'EnrichmentChecks',
      'CheckRunNeo4j',
      ...GRAPH,
      'RefreshSucceeded',
    ]);
    expect(output).toEqual({
      status: 'success',
      execution_arn: EXECUTION_ARN,
      output: {
        status: 'success',
        run_date: '2026-11-23',
        changed: true,
        row_count: 219_500,
        pass_rate: 0.998,
        match_rate: 0.83,
        smoke_passed: true,
        graph_loaded: true,
        digest_counts: { added: 3, removed: 0, changed: 12, unchanged: 219_430 },
        metadata_s3_key: 'artifacts/2026-11-23/metadata.json',
        profile_json_s3_key: 'artifacts/2026-11-23/inputs_profile.json',
        validation_report_s3_key: 'artifacts/2026-11-23/sbir_validation_report.json',
        validated_csv_s3_key: 'processed/ingestion/2026-11-23/validated_sbir_awards.csv',
        enrichment_json_s3_key: 'artifacts/2026-11-23/enrichment_summary.json',
        metrics_s3_key: 'artifacts/2026-11-23/neo4j_load_metrics.json',
        smoke_check_json_s3_key: 'artifacts/2026-11-23/neo4j_smoke_check.json',
        smoke_check_md_s3_key: 'artifacts/2026-11-23/neo4j_smoke_check.md',
        reconciliation_json_s3_key: 'artifacts/2026-11-23/reconciliation.json',
        change_digest_json_s3_key: 'artifacts/2026-11-23/change_digest.json',
        run_manifest_s3_key: 'artifacts/2026-11-23/run_manifest.json',
      },
    });
  });

  const unchanged = { 'download-csv': [body('download-csv', { changed: false, uploaded: false })] };

  it.each([[{}], [{ force_refresh: null }], [{ force_refresh: false }]])(
    'ends at once with an unchanged file and %j',
    async (input) => {
      const { result, output, states } = await runRefresh(input, unchanged);

      expect(result.status).toBe('SUCCEEDED');
      expect(states.at(-1)).toBe('EndNoChanges');
      expect(output).toMatchObject({ body: { changed: false }, ingestion: null, record: null });
    },
  );

  it('goes on with an unchanged file when it is forced', async () => {
    const { output, payloads } = await runRefresh({ force_refresh: true }, unchanged);

    expect(payloads['download-csv']?.[0]?.['force_refresh']).toBe(true);
    expect(output).toMatchObject({ status: 'success', output: { changed: false } });
  });

  it.each(['SchemaDriftError', 'MalformedCsvError', 'ValidationError', 'AccessDeniedError'])(
    'gives up at the first %s',
    async (error) => {
      const { result, states, payloads } = await runRefresh({}, { 'validate-dataset': [error] });

      expect(result).toMatchObject({
        status: 'FAILED',
        error,
        cause: 'validate-dataset says so',
      });
      expect(states.at(-1)).toBe('ErrorHandler');
      expect(payloads['validate-dataset']).toHaveLength(1);
      expect(payloads['ingestion-checks']).toBeUndefined();
    },
  );

  it('hands the permission to drift to both steps that check the header', async () => {
    const { payloads } = await runRefresh({ allow_schema_drift: true });

    expect(payloads['validate-dataset']?.[0]?.['allow_schema_drift']).toBe(true);
    expect(payloads['ingestion-checks']?.[0]?.['allow_schema_drift']).toBe(true);
  });

  it('ends in ValidationFailed below the pass rate', async () => {
    const { result, states } = await runRefresh(
      {},
      {
        'ingestion-checks': [
          body('ingestion-checks', {
            status: 'validation_failed',
            passed: false,
            summary: { total_records: 10, pass_rate: 0.5, threshold: 0.95 },
          }),
        ],
      },
    );

    expect(states.at(-1)).toBe('ValidationFailed');
    expect(result).toMatchObject({
      status: 'FAILED',
      error: 'ValidationFailed',
      cause:
        'Pass rate 0.5 is below 0.95. Report: artifacts/2026-11-23/sbir_validation_report.json',
    });
  });

  it('tolerates a failing enrichment', async () => {
    const { output, states, payloads } = await runRefresh(
      {},
      { 'enrichment-checks': ['RefreshError'] },
    );

    expect(states).toContain('EnrichmentSkipped');
    expect(payloads['enrichment-checks']).toHaveLength(4);
    expect(output).toMatchObject({ output: { match_rate: null, enrichment_json_s3_key: null } });
    expect(payloads['record-success']?.[0]?.['document']).toMatchObject({
      enrichment: { status: 'error', warnings: ['RefreshError'] },
    });
  });

  it('tolerates a failing profile', async () => {
    const { output, states, payloads } = await runRefresh(
      { require_company_files: true },
      { 'profile-inputs': ['ValidationError'] },
    );

    expect(states).toContain('ProfileUnavailable');
    expect(payloads['profile-inputs']?.[0]?.['require_company_files']).toBe(true);
    expect(output).toMatchObject({ status: 'success', output: { profile_json_s3_key: null } });
    expect(payloads['record-success']?.[0]?.['document']).toMatchObject({
      pipeline: { profile_inputs: { status: 'error', warnings: ['ValidationError'] } },
    });
  });

  it.each([
    ['GraphUnavailableError', 3],
    ['TaskTimeoutError', 2],
    ['Lambda.TooManyRequestsException', 7],
    ['GraphCapacityError', 1],
  ])('calls the load %s: %d times in all', async (error, calls) => {
    const { result, payloads } = await runRefresh({}, { 'load-neo4j': [error] });

    expect(result).toMatchObject({ status: 'FAILED', error });
    expect(payloads['load-neo4j']).toHaveLength(calls);
  });

  it('recovers from a source that is down for one attempt', async () => {
    const { result, payloads } = await runRefresh(
      {},
      { 'download-csv': ['SourceUnavailableError', body('download-csv', {})] },
    );

    expect(result.status).toBe('SUCCEEDED');
    expect(payloads['download-csv']).toHaveLength(2);
  });

  it('lets no caller pretend that a step has run', async () => {
    const { payloads } = await runRefresh({
      load: { done: true, check_passed: true, cursor: { stage: 'sweep' } },
      record: { graph_loaded: true },
    });

    expect(payloads['load-neo4j']?.[0]?.['cursor']).toBeNull();
  });

  it('tells each function who calls', async () => {
    const { payloads } = await runRefresh({ reset_neo4j: true, confirm_reset: 'neo4j' });

    const callers = Object.values(payloads).flat();
    expect(callers).toHaveLength(9);
    expect(callers.map(({ state_name }) => state_name).sort()).toEqual([
      'DownloadCSV',
      'EnrichmentChecks',
      'IngestionChecks',
      'LoadNeo4j',
      'ProfileInputs',
      'RecordSuccess',
      'ResetNeo4j',
      'SmokeChecks',
      'ValidateDataset',
    ]);
    for (const payload of callers) {
      expect(payload).toMatchObject({
        raise_on_error: true,
        execution_arn: EXECUTION_ARN,
        execution_name: 'weekly',
      });
    }
  });
});
