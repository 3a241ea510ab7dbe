import { expect, it } from '@jest/globals';
import type { Graph } from '@pipelines/neo4j-load';
import { describeWithNeo4j } from '@pipelines/testing';
import { AWARDS, loadInto } from '../../test/award-rows.ts';
import { tenLooks } from '../../test/ten-looks.ts';
import { drawGraph } from '../../test/draw-graph.ts';
import { askGraph, useGraph } from '../../test/use-graph.ts';
import { reconcile } from '../reports/reconcile.ts';
import type { GraphAward } from './graph-award.ts';
import { graphModelOf } from './graph-models.ts';
import { liveTotalsOf } from './live-totals.ts';
import type { LoadAwardsOptions, LoadAwardsResult } from './load-awards.ts';
import { resetAwards } from './reset-awards.ts';
import { runSmokeChecks } from './smoke-checks.ts';

const model = graphModelOf('unified');
const BUSY_MS = 300_000;
/** Of a branch; and one whose company shares a DUNS with theirs. */
const MORE = AWARDS.map((award): GraphAward => {
  if (award.award_key === 'a2') return { ...award, branch: 'Navy', company_duns: '123456789' };
  if (award.award_key !== 'a5') return award;
  return { ...award, company_uei: 'UEI000000002', company_duns: '123456789', company_name: 'Twin' };
});

describeWithNeo4j('the unified graph', () => {
  let graph: Graph;
  useGraph((opened) => {
    graph = opened;
  });

  const load = (
    awards: readonly GraphAward[] = MORE,
    change?: Partial<LoadAwardsOptions>,
  ): Promise<LoadAwardsResult> => loadInto(graph, awards, { model, ...change });
  const ask = (query: string): Promise<unknown[]> => askGraph(graph, query);

  it('holds transactions, organisations and individuals, and how they hang together', async () => {
    const { result } = await load();

    expect(result).toMatchObject({
      awards_created: 4,
      companies_created: 2,
      researchers_created: 1,
      institutions_created: 1,
      agencies_created: 2,
      sub_agencies_created: 1,
      relationships_created: 16,
      relationships_missing_endpoint: 0,
    });
    expect(
      await ask(
        `MATCH (a)-[r]->(b) RETURN type(r) + ' ' + coalesce(a.award_id, a.organization_id, a.name) +
           ' ' + coalesce(b.award_id, b.organization_id) AS line ORDER BY line`,
      ),
    ).toEqual([
      'CONDUCTED_AT id-a1 org_research_State University',
      'CONDUCTED_AT id-a2 org_research_State University',
      'FOLLOWS id-a1 id-a2',
      // Of the twin, which is the same company here.
      'FOLLOWS id-a5 id-a2',
      'FUNDED_BY id-a1 org_agency_DOD',
      'FUNDED_BY id-a2 org_agency_DOD_Navy',
      'FUNDED_BY id-a3 org_agency_NASA',
      'FUNDED_BY id-a5 org_agency_DOD',
      'PARTICIPATED_IN Ann Miller id-a1',
      'PARTICIPATED_IN Ann Miller id-a2',
      'RECIPIENT_OF id-a1 org_company_UEI000000001',
      'RECIPIENT_OF id-a2 org_company_UEI000000001',
      'RECIPIENT_OF id-a3 org_company_NAME:solo',
      'RECIPIENT_OF id-a5 org_company_UEI000000001',
      'SUBSIDIARY_OF org_agency_DOD_Navy org_agency_DOD',
      'WORKED_AT Ann Miller org_company_UEI000000001',
    ]);
  });

  it('names everything as its contract does', async () => {
    await load();
    const one = async (match: string): Promise<unknown> =>
      (await ask(`MATCH (n:${match}) RETURN properties(n) AS properties`))[0];

    expect(await one("FinancialTransaction {transaction_id: 'txn_award_a2'}")).toMatchObject({
      ...{ transaction_type: 'AWARD', award_id: 'id-a2', recipient_name: 'Acme Inc' },
      ...{ amount: 100_000.5, amount_cents: 10_000_050n, agency: 'DOD', agency_name: 'DOD' },
      ...{ sub_agency: 'Navy', title: 'Better batteries', description: 'Long text.' },
      ...{ award_year: 2022n, fiscal_year: 2022n, recipient_uei: 'UEI000000001' },
      ...{ principal_investigator: 'Ann Miller', research_institution: 'State University' },
    });
    expect(await one("Organization {organization_id: 'org_company_UEI000000001'}")).toEqual({
      ...{ organization_id: 'org_company_UEI000000001', company_id: 'UEI000000001' },
      ...{ organization_type: 'COMPANY', source_contexts: ['SBIR'], id_type: 'uei' },
      ...{ name: 'Acme Inc', normalized_name: 'acme', uei: 'UEI000000001', duns: '123456789' },
      ...{ city: 'Boston', state: 'MA', postcode: '02101' },
      __merged_from: ['org_company_UEI000000002'],
      __merge_history:
        '[{"company_id":"UEI000000002","id_type":"uei","name":"Twin","uei":"UEI000000002","duns":"123456789"}]',
    });
    expect(await one("Organization {organization_id: 'org_agency_DOD_Navy'}")).toEqual({
      ...{ organization_id: 'org_agency_DOD_Navy', name: 'Navy', normalized_name: 'NAVY' },
      ...{ organization_type: 'AGENCY', source_contexts: ['AGENCY'] },
      ...{ agency_code: 'DOD', agency_name: 'DOD' },
      ...{ sub_agency_code: 'Navy', sub_agency_name: 'Navy' },
    });
    expect(await one('Individual')).toEqual({
      individual_id: expect.stringMatching(/^ind_researcher_pi-[0-9a-f]{24}$/),
      researcher_id: expect.stringMatching(/^pi-[0-9a-f]{24}$/),
      ...{ name: 'Ann Miller', normalized_name: 'ANN MILLER' },
      ...{ individual_type: 'RESEARCHER', source_contexts: ['SBIR'] },
    });
    expect(await one("Organization {organization_type: 'UNIVERSITY'}")).toEqual({
      ...{ organization_id: 'org_research_State University', name: 'State University' },
      ...{ normalized_name: 'STATE UNIVERSITY', organization_type: 'UNIVERSITY' },
      source_contexts: ['RESEARCH'],
    });
  });

  it('writes nothing the second time', async () => {
    await load();
    const before = graph.writes();

    const { result } = await load(MORE, { vintage: '2026-11-30' });

    expect(graph.writes()).toEqual(before);
    expect(result).toMatchObject({
      ...{ awards_created: 0, awards_updated: 0, awards_unchanged: 4 },
      ...{ companies_created: 0, companies_updated: 0, agencies_updated: 0 },
      relationships_created: 0,
    });
  });

  it('keeps personal columns out unless they are asked for, and takes them out again', async () => {
    const everything =
      'MATCH (n) UNWIND keys(n) AS k WITH n, k WHERE toString(n[k]) CONTAINS "canary" RETURN k ORDER BY k';
    await load(MORE.map((award) => ({ ...award, company_duns: null })));
    const before = await askPlain(everything);

    await load(MORE, { isPersonalIncluded: true });
    const included = await askPlain(everything);
    await load(MORE);

    expect(before).toEqual([]);
    expect(included).toEqual(['email', 'phone', 'poc_name', 'poc_phone', 'title']);
    expect(await askPlain(everything)).toEqual([]);
  });

  it(
    're-entered by its cursor until it is done, is the same graph',
    async () => {
      await load();
      const expected = await drawGraph(graph);
      await graph.write((tx) => tx.run('MATCH (n) DETACH DELETE n'));

      let calls = 1;
      let chunk = await load(MORE, tenLooks());
      for (; !chunk.done && calls < 60; calls += 1) {
        chunk = await load(MORE, { ...tenLooks(), cursor: chunk.cursor });
      }

      expect(calls).toBeGreaterThan(3);
      expect(chunk.result).toMatchObject({ awards_submitted: 4, relationships_created: 16 });
      expect(await drawGraph(graph)).toEqual(expected);
    },
    BUSY_MS,
  );

  it('dates what has vanished, moves what has changed, and revives what returns', async () => {
    await load(MORE, { vintage: '2026-11-16' });
    const [first, ...others] = MORE;
    const moved = others.map((award) =>
      award.award_key === 'a2' ? { ...award, branch: 'Army', agency: 'DOD' } : award,
    );

    const swept = await load(moved, { vintage: '2026-11-23' });
    const funders = await ask(
      "MATCH (:FinancialTransaction {award_id: 'id-a2'})-[:FUNDED_BY]->(o) RETURN o.name AS name",
    );
    const back = await load(first ? [first, ...moved] : moved, { vintage: '2026-11-30' });

    expect(swept.result).toMatchObject({ awards_tombstoned: 1, awards_updated: 1 });
    expect(funders).toEqual(['Army']);
    expect(back.result).toMatchObject({ awards_revived: 1, awards_updated: 1 });
  });

  it('passes its checks and reconciles to the cent, or says what it lost', async () => {
    const { awardsSubmitted, controlTotals } = await load();
    const check = async () => {
      const { checks, summary } = await runSmokeChecks(graph, { model, awardsSubmitted });
      const live = await liveTotalsOf(graph, model);
      const input = { awardsSubmitted, awardsSkipped: 1, submitted: controlTotals, live };
      const failed = checks.filter((one) => !one.passed).map(({ name }) => name);
      return { names: checks.map(({ name }) => name), failed, summary, ...reconcile(input) };
    };

    const good = await check();
    await graph.write((tx) =>
      tx.run(
        `MATCH (t:FinancialTransaction {award_id: 'id-a1'})-[r:RECIPIENT_OF]->()
         SET t.amount_cents = 1 REMOVE t.recipient_name DELETE r`,
      ),
    );
    const bad = await check();

    expect(good).toMatchObject({ failed: [], passed: true });
    expect(good.names).toContain('organization_node_count');
    expect(good.summary).toEqual({
      ...{ award_count: 4, company_count: 2, awards_relationship_count: 4 },
      ...{ sample_awards: 4, connected_awards: 4 },
    });
    expect(bad).toMatchObject({
      failed: ['connectivity_ratio', 'required_properties'],
      passed: false,
    });
  });

  it('is reset only with its confirmation, to what others hold', async () => {
    await load();
    const request = { model, owner: 'test', isAsked: true, confirmation: 'neo4j', isAllowed: true };

    const refused = resetAwards(graph, { ...request, confirmation: 'yes', isDryRun: false });
    await expect(refused).rejects.toMatchObject({ name: 'GraphResetRefusedError' });
    const dry = await resetAwards(graph, { ...request, isAsked: false, isDryRun: true });
    const deleted = await resetAwards(graph, { ...request, isDryRun: false });
    const after = await resetAwards(graph, { ...request, isDryRun: true });

    // Ann Miller and her company hold one another, and so do the Navy and its agency.
    expect(dry).toEqual({
      ...{ awards: 4, relationships: 4, companies: 1, researchers: 0, institutions: 2 },
      companies_total: 2,
    });
    expect(deleted).toEqual(dry);
    expect(after).toMatchObject({ awards: 0, relationships: 0, companies: 0, institutions: 0 });
  });

  it('stands beside the default graph, and neither sweeps nor empties the other', async () => {
    await loadInto(graph, AWARDS);
    await load();
    const others = await ask('MATCH (n) WHERE n:Award OR n:Company RETURN count(n) AS n');

    await load(MORE.slice(1), { scope: 'minimal', maxNodes: 6 });
    const request = { model, owner: 'test', isAsked: true, confirmation: 'neo4j', isAllowed: true };
    await resetAwards(graph, { ...request, isDryRun: false });

    expect(await ask('MATCH (n) WHERE n:Award OR n:Company RETURN count(n) AS n')).toEqual(others);
    expect(await ask('MATCH (a:Award) WHERE a.removed_in IS NULL RETURN count(a) AS n')).toEqual([
      4n,
    ]);
    await expect(load(MORE, { maxNodes: 9 })).rejects.toMatchObject({ estimatedNodes: 11 });
  });

  async function askPlain(query: string): Promise<unknown[]> {
    const isText = 'k IN ["source_contexts", "__merged_from"]';
    return ask(query.replace('WITH n, k WHERE', `WITH n, k WHERE NOT ${isText} AND`));
  }
});
