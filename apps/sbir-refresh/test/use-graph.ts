import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { connectGraph, type Graph } from '@pipelines/neo4j-load';
import { startTestNeo4j, TEST_NEO4J_TIMEOUT_MS, type TestNeo4j } from '@pipelines/testing';

/**
 * Give the tests of this block a graph of the real server, empty before each of them.
 *
 * @param onOpened - gets it, and how to connect to it, before the first test; it is closed after the
 *   last
 */
export function useGraph(onOpened: (graph: Graph, engine: TestNeo4j['engine']) => void): void {
  let graph: Graph;

  beforeAll(async () => {
    const neo4j = await startTestNeo4j();
    graph = await connectGraph(neo4j.engine);
    await neo4j.clear();
    onOpened(graph, neo4j.engine);
  }, TEST_NEO4J_TIMEOUT_MS);

  beforeEach(() => graph.write((tx) => tx.run('MATCH (n) DETACH DELETE n')));

  afterAll(() => graph.close());
}

/** All values of all rows that a query gives, one after the other. */
export async function askGraph(graph: Graph, query: string): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const row of graph.read(query)) values.push(...Object.values(row));
  return values;
}
