import { describe, expect, it } from '@jest/globals';
import { runRefresh } from './run-refresh.ts';
import { partialLoad, successBodies } from './refresh-bodies.ts';

const body = (name: string, changes: object) => ({ ...successBodies[name], ...changes });

describe('the graph states of a weekly refresh', () => {
  it('never resets the graph unless it is asked to', async () => {
    const { states } = await runRefresh({ confirm_reset: 'neo4j' });

    expect(states).not.toContain('ResetNeo4j');
  });

  it('resets before it loads when it is asked to, and passes the confirmation on', async () => {
    const { states, payloads } = await runRefresh({ reset_neo4j: true, confirm_reset: 'neo4j' });

    expect(states.indexOf('ResetNeo4j')).toBe(states.indexOf('LoadNeo4j') - 1);
    expect(payloads['reset-neo4j']?.[0]).toMatchObject({
      reset_neo4j: true,
      confirm_reset: 'neo4j',
      dry_run: false,
      graph_profile: 'award-company',
    });
  });

  it('ends at the first refusal of a reset', async () => {
    const { result, payloads } = await runRefresh(
      { reset_neo4j: true },
      { 'reset-neo4j': ['GraphResetRefusedError'] },
    );

    expect(result).toMatchObject({ status: 'FAILED', error: 'GraphResetRefusedError' });
    expect(payloads['reset-neo4j']).toHaveLength(1);
    expect(payloads['load-neo4j']).toBeUndefined();
  });

  it('leaves the graph out when it is told to', async () => {
    const { output, payloads } = await runRefresh(
      { run_neo4j: false, reset_neo4j: true, confirm_reset: 'neo4j' },
      { 'record-success': [body('record-success', { graph_loaded: false })] },
    );

    expect(Object.keys(payloads)).not.toContain('load-neo4j');
    expect(Object.keys(payloads)).not.toContain('reset-neo4j');
    expect(output).toMatchObject({
      output: {
        graph_loaded: false,
        smoke_passed: null,
        metrics_s3_key: null,
        smoke_check_json_s3_key: null,
        smoke_check_md_s3_key: null,
        reconciliation_json_s3_key: null,
      },
    });
  });

  it('enters the load again with its cursor until it is done', async () => {
    const { result, payloads } = await runRefresh(
      {},
      {
        'load-neo4j': [
          partialLoad(1_000),
          partialLoad(2_000),
          partialLoad(3_000),
          body('load-neo4j', {}),
        ],
      },
    );

    expect(result.status).toBe('SUCCEEDED');
    expect(payloads['load-neo4j']?.map(({ cursor }) => cursor)).toEqual([
      null,
      { stage: 'awards', offset: 1_000, chunk: 1, counts: {} },
      { stage: 'awards', offset: 2_000, chunk: 2, counts: {} },
      { stage: 'awards', offset: 3_000, chunk: 3, counts: {} },
    ]);
  });

  it('ends in LoadFailed when the load does not pass its own check', async () => {
    const failed = body('load-neo4j', {
      status: 'failed',
      load_status: 'error',
      check_passed: false,
    });
    const { result, states } = await runRefresh({}, { 'load-neo4j': [failed] });

    expect(states.at(-1)).toBe('LoadFailed');
    expect(result).toMatchObject({
      error: 'LoadFailed',
      cause: 'Load status error. Metrics: artifacts/2026-11-23/neo4j_load_metrics.json',
    });
  });

  it('ends in SmokeChecksFailed and records nothing when the graph does not add up', async () => {
    const failed = body('smoke-checks', { status: 'failed', passed: false });
    const { result, states, payloads } = await runRefresh({}, { 'smoke-checks': [failed] });

    expect(states.at(-1)).toBe('SmokeChecksFailed');
    expect(result).toMatchObject({
      error: 'SmokeChecksFailed',
      cause: 'Smoke checks failed. Report: artifacts/2026-11-23/neo4j_smoke_check.json',
    });
    expect(payloads['record-success']).toBeUndefined();
  });
});
