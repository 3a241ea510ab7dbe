import { describe, expect, it } from '@jest/globals';
import type { Graph } from '@pipelines/neo4j-load';
import { describeWithNeo4j } from '@pipelines/testing';
import { AWARDS, loadInto } from '../../test/award-rows.ts';
import { useGraph } from '../../test/use-graph.ts';
import { reconcile } from '../reports/reconcile.ts';
import { graphModelOf } from './graph-models.ts';
import { liveTotalsOf } from './live-totals.ts';
import { resetAwards } from './reset-awards.ts';
import { runSmokeChecks } from './smoke-checks.ts';

const model = graphModelOf();

describeWithNeo4j('a loaded award graph', () => {
  let graph: Graph;
  useGraph((opened) => {
    graph = opened;
  });

  it('passes its checks and reconciles to the cent', async () => {
    const { awardsSubmitted, controlTotals } = await loadInto(graph, AWARDS.slice(0, 4));

    const smoke = await runSmokeChecks(graph, { model, awardsSubmitted });
    const reconciliation = reconcile({
      awardsSubmitted,
      awardsSkipped: 0,
      submitted: controlTotals,
      live: await liveTotalsOf(graph, model),
      rowCount: 4,
      report: {
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
      const { awardsSubmitted } = await loadInto(graph, AWARDS.slice(0, 4));
      await graph.write((tx) => tx.run(damage));

      const { checks, passed } = await runSmokeChecks(graph, { model, awardsSubmitted });

      expect(passed).toBe(false);
      expect(checks.find((check) => check.name === name)?.passed).toBe(false);
    });

    it('does not reconcile when one cent moves to another year', async () => {
      const { awardsSubmitted, controlTotals } = await loadInto(graph, AWARDS);
      await graph.write((tx) =>
        tx.run(
          "MATCH (a:Award {award_key: 'a1'}), (b:Award {award_key: 'a2'}) SET a.award_amount_cents = a.award_amount_cents - 1, b.award_amount_cents = b.award_amount_cents + 1",
        ),
      );

      const { checks, passed } = reconcile({
        ...{ awardsSubmitted, awardsSkipped: 1, submitted: controlTotals },
        live: await liveTotalsOf(graph, model),
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
    await loadInto(graph, AWARDS);
    const request = { model, owner: 'test', isAsked: true, confirmation: 'neo4j', isAllowed: true };

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
