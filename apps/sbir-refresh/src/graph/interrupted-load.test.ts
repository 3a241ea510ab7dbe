import { expect, it } from '@jest/globals';
import type { Graph, GraphOptions } from '@pipelines/neo4j-load';
import { describeWithNeo4j, seededRandom } from '@pipelines/testing';
import { loadInto } from '../../test/award-rows.ts';
import { drawGraph } from '../../test/draw-graph.ts';
import { loadInterrupted, type Interruption } from '../../test/interrupted-load.ts';
import { randomAwards } from '../../test/random-awards.ts';
import { useGraph } from '../../test/use-graph.ts';
import { graphModelOf, type GraphProfileName } from './graph-models.ts';

const BUSY_MS = 300_000;
/** Of each profile: no further seed is begun after it. */
const BUDGET_MS = 12_000;
const [OLD, NEW] = ['2026-11-16', '2026-11-23'];

describeWithNeo4j('a load that is interrupted anywhere and resumed', () => {
  let graph: Graph;
  let engine: GraphOptions;
  const met = new Set<Interruption>();
  useGraph((opened, server) => {
    graph = opened;
    engine = server;
  });

  it.each(['award-company', 'unified'] as const)(
    'leaves the graph of one in one go: %s',
    async (profile) => {
      const startMs = Date.now();
      // On a machine that is busy with others some seeds do; in order, so that each can be repeated.
      for (let seed = 1; seed <= 2 || (seed <= 12 && Date.now() - startMs < BUDGET_MS); seed += 1) {
        const { expected, actual, calls, secondWrites } = await compare(profile, seed);
        expect({ profile, seed, graph: actual }).toEqual({ profile, seed, graph: expected });
        expect({ profile, seed, secondWrites }).toEqual({ profile, seed, secondWrites: 0 });
        for (const kind of calls) met.add(kind);
      }
    },
    BUSY_MS,
  );

  it('was interrupted in several ways', () => {
    expect([...met].filter((kind) => kind !== 'none').length).toBeGreaterThan(1);
  });

  /** The graph after an old file and a new one, loaded in one go and by interrupted calls. */
  async function compare(profile: GraphProfileName, seed: number) {
    const random = seededRandom(seed);
    const [old, rows] = [randomAwards(random), randomAwards(random)];
    const change = { model: graphModelOf(profile), isPersonalIncluded: seed % 2 === 0 };
    const startFromOld = async (): Promise<void> => {
      await graph.write((transaction) => transaction.run('MATCH (n) DETACH DELETE n'));
      await loadInto(graph, old, { ...change, vintage: OLD });
    };
    await startFromOld();
    await loadInto(graph, rows, { ...change, vintage: NEW });
    const expected = await drawGraph(graph);
    await startFromOld();
    const calls = await loadInterrupted(engine, { ...change, rows, random, vintage: NEW });
    const actual = await drawGraph(graph);
    const before = graph.writes();
    await loadInto(graph, rows, { ...change, vintage: NEW });
    const after = graph.writes();
    const secondWrites = Object.entries(after).reduce(
      (sum, [name, count]) => sum + count - before[name as keyof typeof before],
      0,
    );
    return { expected, actual, calls, secondWrites };
  }
});
