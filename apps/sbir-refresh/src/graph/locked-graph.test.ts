import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connectGraph, type Graph, type GraphOptions } from '@pipelines/neo4j-load';
import { describeWithNeo4j } from '@pipelines/testing';
import { AWARDS, loadInto } from '../../test/award-rows.ts';
import { drawGraph } from '../../test/draw-graph.ts';
import { tenLooks } from '../../test/ten-looks.ts';
import { useGraph } from '../../test/use-graph.ts';
import type { GraphAward } from './graph-award.ts';
import { graphModelOf } from './graph-models.ts';
import { liveTotalsOf } from './live-totals.ts';
import type { LoadAwardsOptions, LoadAwardsResult } from './load-awards.ts';
import { resetAwards } from './reset-awards.ts';
import { runSmokeChecks } from './smoke-checks.ts';

const BUSY_MS = 300_000;
const model = graphModelOf();
const RESET = { model, isAsked: true, confirmation: 'neo4j', isAllowed: true, isDryRun: false };

/** So many awards of one company. */
const awardsOf = (company_uei: string, count = 60): GraphAward[] =>
  Array.from({ length: count }, (_, index) => {
    const [first] = AWARDS as [GraphAward];
    return { ...first, award_key: `k${index}`, award_id: `id-${index}`, company_uei };
  });
const [OURS, THEIRS] = [awardsOf('UEI00000OURS'), awardsOf('UEI00THEIRS0')];

describeWithNeo4j('a graph that two write to', () => {
  let graph: Graph;
  let other: Graph;
  let engine: GraphOptions;
  useGraph((opened, server) => {
    graph = opened;
    engine = server;
  });

  beforeAll(async () => {
    other = await connectGraph(engine);
  });

  afterAll(() => other.close());

  const write = (cypher: string) => graph.write((transaction) => transaction.run(cypher));
  const ours = (change?: Partial<LoadAwardsOptions>): Promise<LoadAwardsResult> =>
    loadInto(graph, OURS, { owner: 'execution:ours', batchRows: 5, ...change });
  const theirs = (change?: Partial<LoadAwardsOptions>): Promise<LoadAwardsResult> =>
    loadInto(other, THEIRS, { owner: 'execution:theirs', batchRows: 5, ...change });
  const companies = async (): Promise<unknown> => {
    const query = `MATCH (a:Award) OPTIONAL MATCH (a)-[:AWARDS]->(c) WITH a, collect(c.uei) AS ueis
      RETURN [a.company_uei] = ueis AS isWhole, ueis, count(*) AS awards`;
    const rows: unknown[] = [];
    for await (const row of graph.read(query)) rows.push(row);
    return rows;
  };
  const wholly = (uei: string) => [{ isWhole: true, ueis: [uei], awards: 60n }];

  it(
    'is written by the one who came first, at once or not at all by the other',
    async () => {
      await ours();

      const outcomes = await Promise.allSettled([ours(), theirs(), theirs()]);

      const refused = outcomes.flatMap((one) =>
        one.status === 'rejected' ? [one.reason as Error] : [],
      );
      const [first] = outcomes;
      const refusedOurs: unknown = first?.status === 'rejected' ? first.reason : undefined;
      expect(refused.length).toBeGreaterThan(0);
      for (const error of refused) {
        // Two calls of one execution share its lock: it goes with the first of them that ends.
        if (error.name === 'LockLostError' && error !== refusedOurs) continue;
        expect(error).toMatchObject({
          name: 'LockHeldError',
          holder: expect.stringMatching(/^execution:(ours|theirs)$/),
        });
      }
      const isOurs = outcomes[0]?.status === 'fulfilled';
      const wanted = isOurs
        ? [wholly('UEI00000OURS'), wholly('UEI00THEIRS0')]
        : [wholly('UEI00THEIRS0')];
      expect(wanted).toContainEqual(await companies());
      await theirs();
      expect(await companies()).toEqual(wholly('UEI00THEIRS0'));
    },
    BUSY_MS,
  );

  it('refuses a second load and a reset between two calls of the first', async () => {
    const { cursor, done } = await ours(tenLooks());

    await expect(theirs()).rejects.toMatchObject({ holder: 'execution:ours' });
    await expect(resetAwards(other, { ...RESET, owner: 'execution:theirs' })).rejects.toMatchObject(
      { name: 'LockHeldError', holder: 'execution:ours' },
    );
    const dry = await resetAwards(other, { ...RESET, owner: 'theirs', isDryRun: true });
    await ours({ cursor });

    expect(done).toBe(false);
    expect(dry.awards).toBeLessThan(60);
    expect(await companies()).toEqual(wholly('UEI00000OURS'));
    await theirs();
    expect(await companies()).toEqual(wholly('UEI00THEIRS0'));
  });

  it(
    'is loaded anew by a cursor behind which another load came, and is whole',
    async () => {
      const enough = { ...tenLooks(), deadlineMs: 60 };
      const { cursor, done } = await ours(enough);
      await write('MATCH (l:LoadLock) SET l.expires_at = 0');
      await theirs();

      const resumed = await ours({ cursor });

      expect(done).toBe(false);
      expect(cursor?.stage).not.toBe('companies');
      expect(resumed.result).toMatchObject({ awards_submitted: 60, awards_updated: 60 });
      expect(await companies()).toEqual(wholly('UEI00000OURS'));
    },
    BUSY_MS,
  );

  /** The graph, on which something happens after so many writes. */
  const afterWrites = (count: number, happens: () => Promise<unknown>): Graph => {
    let writes = 0;
    return {
      ...graph,
      write: async (work, options) => {
        writes += 1;
        if (writes === count) await happens();
        return graph.write(work, options);
      },
    };
  };
  const oursOn = (on: Graph) => loadInto(on, OURS, { owner: 'execution:ours', batchRows: 5 });

  it('is left by a load that has lost its lock', async () => {
    const robbed = afterWrites(30, () =>
      write("MATCH (l:LoadLock) SET l.owner = 'execution:theirs'"),
    );

    await expect(oursOn(robbed)).rejects.toMatchObject({ name: 'LockLostError' });
    await theirs();

    expect(await companies()).toEqual(wholly('UEI00THEIRS0'));
  });

  it('is open to others at once after a load that failed', async () => {
    const refusing = afterWrites(30, () => Promise.reject(new Error('refused')));

    await expect(oursOn(refusing)).rejects.toThrow('refused');
    await theirs();

    expect(await companies()).toEqual(wholly('UEI00THEIRS0'));
  });

  it('shows no lock to checks, totals, counts and sweeps, nor afterwards to anybody', async () => {
    await ours();
    const before = await drawGraph(graph);
    await write("CREATE (:LoadLock {name: 'award-company', owner: 'x', expires_at: 0})");

    const smoke = await runSmokeChecks(graph, { model, awardsSubmitted: 60 });
    const live = await liveTotalsOf(graph, model);
    const { result } = await ours();

    expect(smoke).toMatchObject({ passed: true, summary: { award_count: 60, company_count: 1 } });
    expect(live.awards).toBe(60);
    expect(result).toMatchObject({ awards_unchanged: 60, awards_tombstoned: 0 });
    expect(await drawGraph(graph)).toEqual(before);
    await resetAwards(graph, { ...RESET, owner: 'execution:ours' });
    expect((await drawGraph(graph)).join()).not.toContain('LoadLock');
  });
});
