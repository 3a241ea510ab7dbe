import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@pipelines/core';
import { connectGraph, type Graph } from '@pipelines/neo4j-load';
import {
  describeWithNeo4j,
  startTestNeo4j,
  TEST_NEO4J_TIMEOUT_MS,
  type TestNeo4j,
} from '@pipelines/testing';
import type { GraphAward } from './graph-award.ts';
import { loadAwards, type LoadAwardsOptions, type LoadAwardsResult } from './load-awards.ts';
import { reconcileGraph } from './reconcile-graph.ts';
import { resetAwards } from './reset-awards.ts';
import { runSmokeChecks } from './smoke-checks.ts';

const award = (change: Partial<GraphAward> & { award_key: string }): GraphAward => ({
  award_id: `id-${change.award_key}`,
  company_name: 'Acme Inc',
  company_uei: 'UEI000000001',
  company_duns: null,
  city: 'Boston',
  state: 'MA',
  zip: '02101',
  award_amount_cents: 10_000_050,
  award_date: '2020-01-01',
  award_date_inferred: false,
  program: 'SBIR',
  phase: 'I',
  agency: 'DOD',
  branch: null,
  contract: 'C-1',
  agency_tracking_number: null,
  award_year: 2020,
  award_title: 'Better batteries',
  abstract: 'Long text.',
  topic_code: null,
  solicitation_number: null,
  contract_end_date: null,
  pi_name: null,
  pi_email: null,
  pi_title: null,
  pi_phone: null,
  ri_name: null,
  ri_poc_name: null,
  ri_poc_phone: null,
  ...change,
});

const PERSON = {
  pi_name: 'Ann Miller',
  pi_email: 'canary@example.com',
  pi_title: 'Dr canary',
  pi_phone: '555-canary',
  ri_name: ' State University ',
  ri_poc_name: 'Poc canary',
  ri_poc_phone: '556-canary',
};
const AWARDS: readonly GraphAward[] = [
  award({ award_key: 'a1', ...PERSON }),
  award({ award_key: 'a2', ...PERSON, phase: 'II', award_date: '2022-01-01', award_year: 2022 }),
  award({ award_key: 'a3', company_uei: null, company_name: 'Solo LLC', agency: 'NASA' }),
  award({
    award_key: 'a3',
    company_uei: null,
    company_name: 'Solo LLC',
    agency: 'NASA',
    award_title: 'Last edition',
  }),
  award({ award_key: 'a4', award_amount_cents: 0 }),
  award({ award_key: 'a5', company_uei: null, company_name: null, award_amount_cents: 1 }),
];

describeWithNeo4j('the award-company graph', () => {
  let neo4j: TestNeo4j;
  let graph: Graph;

  beforeAll(async () => {
    neo4j = await startTestNeo4j();
    graph = await connectGraph(neo4j.engine);
    await neo4j.clear();
  }, TEST_NEO4J_TIMEOUT_MS);

  beforeEach(() => graph.write((tx) => tx.run('MATCH (n) DETACH DELETE n')));

  afterAll(() => graph.close());

  const load = (
    awards: readonly GraphAward[],
    change: Partial<LoadAwardsOptions> = {},
  ): Promise<LoadAwardsResult> =>
    loadAwards({
      graph,
      awards: async function* () {
        yield* awards;
      },
      scope: 'full',
      isPersonalIncluded: false,
      vintage: '2026-11-23',
      clock: systemClock,
      deadlineMs: Infinity,
      batchRows: 2_000,
      ...change,
    });

  const ask = async (query: string): Promise<unknown[]> => {
    const rows: unknown[] = [];
    for await (const row of graph.read(query)) rows.push(...Object.values(row));
    return rows;
  };

  /** Every node and relationship, in words. */
  const picture = async (): Promise<unknown[]> => [
    ...(await ask(
      'MATCH (n) UNWIND keys(n) AS k RETURN labels(n)[0] + " " + k + " " + toString(n[k]) AS line ORDER BY line',
    )),
    ...(await ask(
      `MATCH (a)-[r]->(b) RETURN coalesce(a.award_key, a.name) + " " + type(r) + " " +
         coalesce(b.award_key, b.name) AS line ORDER BY line`,
    )),
  ];

  it('holds awards, companies, people and institutions, and how they hang together', async () => {
    const { result, awardsSubmitted } = await load(AWARDS);

    expect(awardsSubmitted).toBe(4);
    expect(result).toMatchObject({
      awards_submitted: 4,
      awards_created: 4,
      awards_loaded: 4,
      companies_created: 2,
      researchers_created: 1,
      institutions_created: 1,
      relationships_created: 11,
      relationships_missing_endpoint: 0,
      companies_by_name_only: 1,
      skip_reasons: { zero_or_missing_amount: 1, no_company_identifier: 1 },
    });
    expect(
      await ask(
        'MATCH (a)-[r]->(b) WITH type(r) AS type, count(*) AS n RETURN type + " " + n AS line ORDER BY line',
      ),
    ).toEqual([
      'AWARDS 3',
      'CONDUCTED_AT 2',
      'FOLLOWS 1',
      'RESEARCHED_BY 2',
      'WORKED_AT 1',
      'WORKED_ON 2',
    ]);
  });

  it('takes the last edition of an award, with exact money', async () => {
    await load(AWARDS);

    expect(
      await ask(
        "MATCH (a:Award {award_key: 'a3'}) RETURN [a.award_title, a.award_amount, a.award_amount_cents, toString(a.award_date)]",
      ),
    ).toEqual([['Last edition', 100_000.5, 10_000_050n, '2020-01-01']]);
  });

  it('keeps personal columns out unless they are asked for, and takes them out again', async () => {
    const everything =
      'MATCH (n) UNWIND keys(n) AS k WITH n, k WHERE toString(n[k]) CONTAINS "canary" RETURN k ORDER BY k';
    await load(AWARDS);
    const before = await ask(everything);

    await load(AWARDS, { isPersonalIncluded: true });
    const included = await ask(everything);
    await load(AWARDS);

    expect(before).toEqual([]);
    expect(included).toEqual(['email', 'phone', 'poc_name', 'poc_phone', 'title']);
    expect(await ask(everything)).toEqual([]);
  });

  it('writes nothing the second time', async () => {
    await load(AWARDS);
    const before = graph.writes();

    const { result } = await load(AWARDS, { vintage: '2026-11-30' });

    expect(graph.writes()).toEqual(before);
    expect(result).toMatchObject({
      awards_unchanged: 4,
      awards_loaded: 0,
      relationships_created: 0,
    });
  });

  it('re-entered by its cursor until it is done, is the same graph', async () => {
    await load(AWARDS);
    const expected = await picture();
    await graph.write((tx) => tx.run('MATCH (n) DETACH DELETE n'));

    let calls = 1;
    let chunk = await load(AWARDS, tenLooks());
    for (; !chunk.done && calls < 50; calls += 1) {
      chunk = await load(AWARDS, { ...tenLooks(), cursor: chunk.cursor });
    }

    expect(calls).toBeGreaterThan(3);
    expect(chunk.result).toMatchObject({ awards_submitted: 4, awards_created: 4 });
    expect(chunk.result).toMatchObject({ relationships_created: 11 });
    expect(await picture()).toEqual(expected);
  });

  it('loads awards and companies alone into a small graph, and refuses one too small', async () => {
    await load(AWARDS, { scope: 'minimal', maxNodes: 6 });

    expect(await ask('MATCH (n) RETURN DISTINCT labels(n)[0] AS label ORDER BY label')).toEqual([
      'Award',
      'Company',
    ]);
    await expect(load(AWARDS, { maxNodes: 7 })).rejects.toMatchObject({
      name: 'GraphCapacityError',
      estimatedNodes: 8,
    });
  });

  it('passes its checks and reconciles to the cent', async () => {
    const { awardsSubmitted, controlTotals } = await load(AWARDS.slice(0, 4));

    const smoke = await runSmokeChecks(graph, { awardsSubmitted });
    const reconciliation = await reconcileGraph(graph, {
      awardsSubmitted,
      awardsSkipped: 0,
      controlTotals,
      rowCount: 4,
      validation: {
        ...{ total_records: 4, passed_records: 4, failed_records: 0 },
        ...{ distinct_award_keys: 3, editions_collapsed: 1, exact_duplicate_rows: 0 },
      },
    });

    expect(smoke.checks.filter((check) => !check.passed)).toEqual([]);
    expect(smoke.checks.map((check) => check.name)).toHaveLength(9);
    expect(smoke.summary).toEqual({
      award_count: 3,
      company_count: 2,
      awards_relationship_count: 3,
      sample_awards: 3,
      connected_awards: 3,
    });
    expect(reconciliation.passed).toBe(true);
    expect(reconciliation.checks).toContainEqual({
      name: 'amount_cents by agency: DOD',
      left: 20_000_100,
      right: 20_000_100,
      equal: true,
    });
  });

  describe('that has lost something', () => {
    it.each([
      ['an award', "MATCH (a:Award {award_key: 'a1'}) DETACH DELETE a", 'award_count_matches_load'],
      ['its companies', 'MATCH (:Award)-[r:AWARDS]->() DELETE r', 'connectivity_ratio'],
      ['a name', "MATCH (a:Award {award_key: 'a1'}) REMOVE a.company_name", 'required_properties'],
      ['an identity', "MATCH (c:Company) SET c.uei = 'same'", 'duplicate_company_identifiers'],
      ['everything', 'MATCH (n) DETACH DELETE n', 'award_node_count'],
    ])('fails its check: %s', async (_, damage, name) => {
      const { awardsSubmitted } = await load(AWARDS.slice(0, 4));
      await graph.write((tx) => tx.run(damage));

      const { checks, passed } = await runSmokeChecks(graph, { awardsSubmitted });

      expect(passed).toBe(false);
      expect(checks.find((check) => check.name === name)?.passed).toBe(false);
    });

    it('does not reconcile when one cent moves to another year', async () => {
      const { awardsSubmitted, controlTotals } = await load(AWARDS);
      await graph.write((tx) =>
        tx.run(
          "MATCH (a:Award {award_key: 'a1'}), (b:Award {award_key: 'a2'}) SET a.award_amount_cents = a.award_amount_cents - 1, b.award_amount_cents = b.award_amount_cents + 1",
        ),
      );

      const { checks, passed } = await reconcileGraph(graph, {
        ...{ awardsSubmitted, awardsSkipped: 1, controlTotals },
      });

      expect(passed).toBe(false);
      expect(checks.filter(({ equal }) => !equal).map(({ name }) => name)).toEqual([
        'amount_cents by award_year: 2020',
        'amount_cents by award_year: 2022',
        'amount_cents by phase: I',
        'amount_cents by phase: II',
      ]);
    });
  });

  it('is reset only with its confirmation, and then to nothing', async () => {
    await load(AWARDS);
    const request = { isAsked: true, confirmation: 'neo4j', isAllowed: true };

    const refused = resetAwards(graph, { ...request, confirmation: 'yes', isDryRun: false });
    await expect(refused).rejects.toMatchObject({ name: 'GraphResetRefusedError' });
    const dry = await resetAwards(graph, { ...request, isAsked: false, isDryRun: true });
    const deleted = await resetAwards(graph, { ...request, isDryRun: false });
    const after = await resetAwards(graph, { ...request, isDryRun: true });

    expect(dry).toMatchObject({ awards: 4, relationships: 3, institutions: 1, companies_total: 2 });
    expect(deleted).toEqual(dry);
    expect(after).toMatchObject({ awards: 0, relationships: 0, institutions: 0 });
  });
});

/** A clock that goes on by a millisecond at each look, and a time limit of ten. */
function tenLooks(): Partial<LoadAwardsOptions> {
  let nowMs = 0;
  return { clock: { ...systemClock, now: () => (nowMs += 1) }, deadlineMs: 10, batchRows: 1 };
}
