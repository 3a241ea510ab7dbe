import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import {
  loadNeo4jBody,
  loadNeo4jEvent,
  resetNeo4jEvent,
  smokeChecksEvent,
} from '@pipelines/contracts';
import { systemClock } from '@pipelines/core';
import { connectGraph, type Graph } from '@pipelines/neo4j-load';
import { describeWithNeo4j, startTestNeo4j, TEST_NEO4J_TIMEOUT_MS } from '@pipelines/testing';
import { awardFile, portsWith } from '../../test/award-files.ts';
import { toStepError } from '../lambda/step-error.ts';
import { loadNeo4j, type LoadPorts } from './load-neo4j.ts';
import { resetNeo4j } from './reset-neo4j.ts';
import { smokeChecks } from './smoke-checks.ts';

const KEY = 'processed/ingestion/2025-01-20/validated_sbir_awards.csv';
const FOLDER = 'artifacts/2025-01-20';
const BUSY_MS = 300_000;
const event = (change: object = {}) =>
  loadNeo4jEvent.parse({ validated_csv_s3_key: KEY, ...change });

let tempDir: string;
beforeAll(async () => {
  tempDir = await mkdtemp(join(tmpdir(), 'load-test-'));
});
afterAll(() => rm(tempDir, { recursive: true }));

describeWithNeo4j('loadNeo4j', () => {
  let graph: Graph;
  beforeAll(async () => {
    const neo4j = await startTestNeo4j();
    graph = await connectGraph(neo4j.engine);
    await neo4j.clear();
  }, TEST_NEO4J_TIMEOUT_MS);
  beforeEach(() => graph.write((tx) => tx.run('MATCH (n) DETACH DELETE n')));
  afterAll(() => graph.close());

  const setUp = (rows: Parameters<typeof awardFile>[0]) => {
    const ports = portsWith({ [KEY]: awardFile(rows) });
    const settings = { graph, tempDir, batchRows: 2_000, isZeroAmountAllowed: false };
    const load: LoadPorts = { ...ports, ...settings, clock: systemClock, deadlineMs: Infinity };
    return { ports, load };
  };

  it('writes metrics with control totals, and a report', async () => {
    const { ports, load } = setUp([{}, { 'Award Amount': '0' }, { Phase: 'II' }]);

    const body = await loadNeo4j(event(), load);

    expect(loadNeo4jBody.parse(body)).toMatchObject({
      status: 'success',
      load_status: 'success',
      done: true,
      cursor: null,
      check_passed: true,
      awards_submitted: 2,
    });
    expect(ports.files.json(`${FOLDER}/neo4j_load_metrics.json`)).toMatchObject({
      result: {
        awards_created: 2,
        skip_reasons: { zero_or_missing_amount: 1 },
        metrics: { nodes_created: 3, errors: 0 },
      },
      metadata: { run_date: '2025-01-20', chunks: 1, include_personal: false },
      control_totals: { awards: 2, amount_cents: 30_000_000, by: { phase: { I: {}, II: {} } } },
    });
    expect(ports.files.text(`${FOLDER}/neo4j_load_summary.md`)).toContain(
      '| Awards loaded/updated | 2 / 0 |',
    );
  });

  it('reads the file once, and leaves nothing on the disk', async () => {
    const { ports, load } = setUp([{}, {}]);
    let reads = 0;
    const files = {
      ...ports.files,
      read: (key: string) => {
        reads += 1;
        return ports.files.read(key);
      },
    };

    await loadNeo4j(event(), { ...load, files });

    expect(reads).toBe(1);
    expect(await readdir(tempDir)).toEqual([]);
  });

  it.each([
    ['no object', undefined, 'ValidationError'],
    ['an empty one', '', 'ValidationError'],
    ['one that ends inside quotes', `${awardFile([{}])}"open`, 'MalformedCsvError'],
  ])('refuses %s before it writes, and leaves nothing on the disk', async (_, text, name) => {
    const { load } = setUp([{}]);
    const ports = portsWith(text === undefined ? {} : { [KEY]: text });
    const before = graph.writes();

    await expect(loadNeo4j(event(), { ...load, files: ports.files })).rejects.toMatchObject({
      name,
    });
    expect(graph.writes()).toEqual(before);
    expect(await readdir(tempDir)).toEqual([]);
  });

  it('refuses a file that is shorter than its object before it writes', async () => {
    const { ports, load } = setUp([{}]);
    const before = graph.writes();
    const files = {
      ...ports.files,
      read: async (key: string) => {
        const { info, body } = await ports.files.read(key);
        return { info: { ...info, size: info.size + 1 }, body };
      },
    };

    await expect(loadNeo4j(event(), { ...load, files })).rejects.toMatchObject({
      name: 'RefreshError',
    });
    expect(graph.writes()).toEqual(before);
  });

  it('reports a check that passes only with all that was submitted', async () => {
    const { load } = setUp([{}, { 'Award Amount': '0' }]);
    await loadNeo4j(event(), load);
    const ask = () =>
      smokeChecks(
        smokeChecksEvent.parse({ load_metrics_s3_key: `${FOLDER}/neo4j_load_metrics.json` }),
        load,
      );

    expect(await ask()).toMatchObject({ passed: true, status: 'success' });
    await graph.write((tx) => tx.run('MATCH (a:Award) SET a.award_amount_cents = 1'));
    const after = await ask();

    expect(after).toMatchObject({ passed: false, status: 'failed' });
    expect(after.results['checks']).toContainEqual(
      expect.objectContaining({ name: 'reconciliation', passed: false }),
    );
  });

  it.each([
    ['of the event', { graph_profile: 'unified' }, {}],
    ['of the environment', {}, { graphProfile: 'unified' } as const],
  ])('loads, checks and resets the graph profile %s', async (_, named, settings) => {
    const { ports, load } = setUp([{}, { 'PI Name': 'Ann' }]);
    const step = { ...load, ...settings };

    await loadNeo4j(event(named), step);
    const load_metrics_s3_key = `${FOLDER}/neo4j_load_metrics.json`;
    const smoke = await smokeChecks(
      smokeChecksEvent.parse({ ...named, load_metrics_s3_key }),
      step,
    );
    const reset = { reset_neo4j: true, confirm_reset: 'neo4j', ...named };
    const emptied = await resetNeo4j(resetNeo4jEvent.parse(reset), { ...step, isAllowed: true });

    expect(ports.files.json(load_metrics_s3_key)).toMatchObject({
      result: { agencies_created: 1, metrics: { nodes_created: 5 } },
      metadata: { graph_profile: 'unified' },
    });
    expect(ports.files.text(`${FOLDER}/neo4j_load_summary.md`)).toContain(
      '| Sub agencies loaded/updated | 0 / 0 |',
    );
    expect(smoke).toMatchObject({ passed: true });
    expect(smoke.results['checks']).toContainEqual(
      expect.objectContaining({ name: 'organization_node_count', value: 1 }),
    );
    expect(emptied.deleted).toMatchObject({ awards: 2, institutions: 1 });
  });

  it('leaves out the checks that need metrics, and refuses metrics that are not there', async () => {
    const { load } = setUp([{}]);
    await loadNeo4j(event(), load);

    const without = await smokeChecks(smokeChecksEvent.parse({ run_date: '2025-01-20' }), load);
    const missing = smokeChecks(
      smokeChecksEvent.parse({ load_metrics_s3_key: 'artifacts/none.json' }),
      load,
    );

    expect(without).toMatchObject({ passed: true, reconciliation_json_s3_key: null });
    expect(without.results['checks']).toHaveLength(8);
    await expect(missing).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('fails its check when nothing belongs into the graph, and removes nothing from it', async () => {
    await loadNeo4j(event(), setUp([{}]).load);

    const body = await loadNeo4j(event(), setUp([{ 'Award Amount': '0' }]).load);

    expect(body).toMatchObject({ status: 'failed', load_status: 'error', check_passed: false });
    expect(body.awards_tombstoned).toBe(0);
  });

  it(
    'hands out a cursor when its time is up, until it is done',
    async () => {
      const { load } = setUp([{}, {}, { 'PI Name': 'Ann' }]);
      const bodies = [await loadNeo4j(event(), { ...load, ...shortTime(), batchRows: 1 })];
      for (let at = bodies[0]; at?.cursor && bodies.length < 40; at = bodies.at(-1)) {
        const next = event({ cursor: at.cursor });
        bodies.push(await loadNeo4j(next, { ...load, ...shortTime(), batchRows: 1 }));
      }

      expect(bodies.length).toBeGreaterThan(1);
      expect(bodies[0]).toMatchObject({
        status: 'partial',
        done: false,
        check_passed: null,
        metrics_s3_key: null,
      });
      expect(bodies.at(-1)).toMatchObject({ done: true, check_passed: true, awards_submitted: 3 });
      expect(bodies.map((body) => loadNeo4jBody.safeParse(body).success)).not.toContain(false);
    },
    BUSY_MS,
  );

  it('goes on for its own execution, and names it to another as a step that may be retried', async () => {
    const { load } = setUp([{}, {}, {}]);
    const [execution_arn, other] = ['arn:aws:states:::one', 'arn:aws:states:::other'];
    const hurried = { ...load, ...shortTime(), deadlineMs: 9, batchRows: 1 };
    const first = await loadNeo4j(event({ execution_arn }), hurried);

    const refused: unknown = await loadNeo4j(event({ execution_arn: other }), load).catch(
      (thrown: unknown) => thrown,
    );
    const reset = resetNeo4jEvent.parse({ reset_neo4j: true, confirm_reset: 'neo4j' });
    const resetting = resetNeo4j(reset, { ...load, isAllowed: true });

    expect(refused).toMatchObject({ name: 'LockHeldError', holder: execution_arn });
    expect(toStepError(refused).error).toBe(refused);
    await expect(resetting).rejects.toMatchObject({ name: 'LockHeldError', holder: execution_arn });
    const last = await loadNeo4j(event({ execution_arn, cursor: first.cursor }), load);
    expect(last).toMatchObject({ done: true, awards_submitted: 3 });
    await expect(loadNeo4j(event({ execution_arn: other }), load)).resolves.toMatchObject({
      done: true,
    });
  });

  it('gives up when it commits nothing, and leaves the graph to others', async () => {
    const { load } = setUp([{}]);

    const loading = loadNeo4j(event(), { ...load, deadlineMs: systemClock.now() - 1 });

    await expect(loading).rejects.toMatchObject({ name: 'TaskTimeoutError' });
    expect(await loadNeo4j(event({ execution_arn: 'arn:aws:states:::other' }), load)).toMatchObject(
      {
        done: true,
      },
    );
  });
});

/** A clock that goes on by a millisecond at each look, and a time limit of sixteen looks. */
function shortTime(): Pick<LoadPorts, 'clock' | 'deadlineMs'> {
  let nowMs = 0;
  return { clock: { ...systemClock, now: () => (nowMs += 1) }, deadlineMs: 16 };
}
