import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import {
  describeWithNeo4j,
  startTestNeo4j,
  TEST_NEO4J_TIMEOUT_MS,
  type TestNeo4j,
} from '@pipelines/testing';
import { connectGraph, GraphUnavailableError, takeGraphLock, type Graph } from '../src/index.ts';

const ONE = { name: 'books', owner: 'execution:one' };
const OTHER = { name: 'books', owner: 'execution:other' };

describeWithNeo4j('the lock of a graph', () => {
  let neo4j: TestNeo4j;
  let graph: Graph;

  beforeAll(async () => {
    neo4j = await startTestNeo4j();
    graph = await connectGraph(neo4j.engine);
    await neo4j.clear();
  }, TEST_NEO4J_TIMEOUT_MS);

  beforeEach(() => write('MATCH (n) DETACH DELETE n'));

  afterAll(() => graph.close());

  const write = (cypher: string, on = graph) => on.write((transaction) => transaction.run(cypher));
  const lockNodes = async (): Promise<unknown[]> => {
    const nodes: unknown[] = [];
    const query =
      'MATCH (n) RETURN labels(n) AS labels, n.owner AS owner, n.expires_at - timestamp() AS left';
    for await (const { left, ...node } of graph.read(query)) {
      nodes.push({ ...node, seconds: Math.round(Number(left) / 1_000) });
    }
    return nodes;
  };
  /** As if nobody had written for so long. */
  const runOut = () => write('MATCH (l:LoadLock) SET l.expires_at = timestamp() - 1');

  it('is held by one, and names the holder to others', async () => {
    await takeGraphLock(graph, ONE);

    const refused: unknown = await takeGraphLock(graph, OTHER).catch((error: unknown) => error);

    expect(refused).toMatchObject({ name: 'LockHeldError', holder: 'execution:one' });
    expect((refused as Error).message).toMatch(
      /^The graph "books" is locked by execution:one, unless renewed until \d{4}-.*Z$/,
    );
    expect((await takeGraphLock(graph, { ...OTHER, name: 'letters' })).isContinued).toBe(false);
  });

  it('is given to one of many who come at once', async () => {
    const owners = Array.from({ length: 8 }, (_, index) => `execution:${index}`);

    const outcomes = await Promise.allSettled(
      owners.map((owner) => takeGraphLock(graph, { ...ONE, owner })),
    );

    const refused = outcomes.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as Error).name] : [],
    );
    expect(refused).toEqual(Array.from({ length: 7 }, () => 'LockHeldError'));
    expect(await lockNodes()).toHaveLength(1);
  });

  it('is gone after the work, without a trace in the counts', async () => {
    const before = graph.writes();

    const lock = await takeGraphLock(graph, ONE);
    const [held] = await lockNodes();
    await lock.release();

    expect(held).toEqual({ labels: ['LoadLock'], owner: 'execution:one', seconds: 300 });
    expect(await lockNodes()).toEqual([]);
    expect(graph.writes()).toEqual(before);
    expect((await takeGraphLock(graph, OTHER)).isContinued).toBe(false);
  });

  it.each([
    ['kept', 'keep', true, 'LockHeldError'],
    ['given up', 'giveUp', true, undefined],
    ['released', 'release', false, undefined],
  ] as const)('that was %s', async (_, end, isContinued, refusal) => {
    await (await takeGraphLock(graph, ONE))[end]();
    const same = await takeGraphLock(graph, ONE);
    await same[end]();

    const refused = await takeGraphLock(graph, OTHER).then(
      () => undefined,
      (error: Error) => error.name,
    );

    expect({ isContinued: same.isContinued, refused }).toEqual({ isContinued, refused: refusal });
  });

  it('passes to another when it has run out, and the first writes nothing more', async () => {
    const first = await takeGraphLock(graph, ONE);
    await write('CREATE (:Book)', first.graph);
    await runOut();
    const second = await takeGraphLock(graph, OTHER);

    const lost = write('CREATE (:Book)', first.graph);

    await expect(lost).rejects.toMatchObject({ name: 'LockLostError' });
    await expect(first.keep()).rejects.toMatchObject({ name: 'LockLostError' });
    await first.giveUp();
    await first.release();
    await write('CREATE (:Letter)', second.graph);
    expect((await lockNodes()).map((node) => (node as { labels: unknown }).labels)).toEqual(
      expect.arrayContaining([['LoadLock'], ['Book'], ['Letter']]),
    );
    expect(await lockNodes()).toHaveLength(3);
    await second.release();
    expect((await takeGraphLock(graph, ONE)).isContinued).toBe(false);
  });

  it.each([
    ['is given up after a failure', new Error('any'), undefined],
    ['also of the server', new GraphUnavailableError('Neo.TransientError.X'), undefined],
    ['but not asked for when nothing answers', new GraphUnavailableError('x'), 'LockHeldError'],
  ])('%s', async (_, failure, refusal) => {
    const lock = await takeGraphLock(graph, ONE);

    await lock.giveUpAfter(failure);

    const refused = await takeGraphLock(graph, OTHER).then(
      () => undefined,
      (error: Error) => error.name,
    );
    expect(refused).toBe(refusal);
  });

  it('is renewed by writing once half of its time is over', async () => {
    const lock = await takeGraphLock(graph, ONE);
    await write('MATCH (l:LoadLock) SET l.expires_at = timestamp() + 160000');
    await write('RETURN 1', lock.graph);
    const early = await lockNodes();
    await write('MATCH (l:LoadLock) SET l.expires_at = timestamp() + 140000');

    await write('RETURN 1', lock.graph);

    expect([early, await lockNodes()]).toMatchObject([[{ seconds: 160 }], [{ seconds: 300 }]]);
  });
});
