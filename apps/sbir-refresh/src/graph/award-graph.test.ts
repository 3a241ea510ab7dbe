import { expect, it } from '@jest/globals';
import type { Graph } from '@pipelines/neo4j-load';
import { describeWithNeo4j } from '@pipelines/testing';
import { AWARDS, loadInto } from '../../test/award-rows.ts';
import { drawGraph } from '../../test/draw-graph.ts';
import { tenLooks } from '../../test/ten-looks.ts';
import { askGraph, useGraph } from '../../test/use-graph.ts';
import type { GraphAward } from './graph-award.ts';
import type { LoadAwardsOptions, LoadAwardsResult } from './load-awards.ts';

/** For tests of many loads, on a machine that is busy with others. */
const BUSY_MS = 300_000;

describeWithNeo4j('the award-company graph', () => {
  let graph: Graph;
  useGraph((opened) => {
    graph = opened;
  });

  const load = (
    awards: readonly GraphAward[],
    change?: Partial<LoadAwardsOptions>,
  ): Promise<LoadAwardsResult> => loadInto(graph, awards, change);

  const ask = (query: string): Promise<unknown[]> => askGraph(graph, query);

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

  it(
    're-entered by its cursor until it is done, is the same graph',
    async () => {
      await load(AWARDS);
      const expected = await drawGraph(graph);
      await graph.write((tx) => tx.run('MATCH (n) DETACH DELETE n'));

      let calls = 1;
      let chunk = await load(AWARDS, tenLooks());
      for (; !chunk.done && calls < 50; calls += 1) {
        chunk = await load(AWARDS, { ...tenLooks(), cursor: chunk.cursor });
      }

      expect(calls).toBeGreaterThan(3);
      expect(chunk.result).toMatchObject({ awards_submitted: 4, awards_created: 4 });
      expect(chunk.result).toMatchObject({ relationships_created: 11 });
      expect(await drawGraph(graph)).toEqual(expected);
    },
    BUSY_MS,
  );

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
});
