import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithNeo4j, startTestNeo4j, TEST_NEO4J_TIMEOUT_MS } from '@pipelines/testing';
import { connectGraph, countByLabel, deleteWhereUnattached, type Graph } from '../src/index.ts';
import { libraryProfile } from './library-graph.ts';

describeWithNeo4j('nodes that a property selects', () => {
  let graph: Graph;

  beforeAll(async () => {
    const neo4j = await startTestNeo4j();
    graph = await connectGraph(neo4j.engine);
    await neo4j.clear();
    await graph.write((transaction) =>
      transaction.run(
        `CREATE (:Publisher {name: 'A', city: 'Rome'})<-[:PUBLISHED_BY]-(:Book {isbn: 'b'}),
           (:Publisher {name: 'B', city: 'Rome'}), (:Publisher {name: 'C', city: 'Oslo'}),
           (:Publisher {name: 'D'})`,
      ),
    );
  }, TEST_NEO4J_TIMEOUT_MS);

  afterAll(() => graph.close());

  const of = (property: string, ...isOneOf: string[]) => ({
    label: 'Publisher',
    where: { property, isOneOf },
  });

  it('are counted', async () => {
    expect(await countByLabel(graph, libraryProfile, of('city', 'Rome'))).toBe(2);
    expect(await countByLabel(graph, libraryProfile, of('city', 'Rome', 'Oslo'))).toBe(3);
  });

  it('are selected by no property that the profile lacks', async () => {
    const counting = countByLabel(graph, libraryProfile, of('city IS NULL OR n.city'));

    await expect(counting).rejects.toMatchObject({ name: 'GraphSchemaError' });
  });

  it('are deleted where nothing hangs on them, and no others', async () => {
    const rome = of('city', 'Rome');
    const dry = { ...rome, besides: ['Book'], isDryRun: true };

    expect(await deleteWhereUnattached(graph, libraryProfile, dry)).toBe(2);
    expect(await deleteWhereUnattached(graph, libraryProfile, rome)).toBe(1);
    expect(await countByLabel(graph, libraryProfile, { label: 'Publisher' })).toBe(3);
  });
});
