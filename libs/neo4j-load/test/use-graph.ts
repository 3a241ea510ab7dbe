import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { startTestNeo4j, TEST_NEO4J_TIMEOUT_MS, type TestNeo4j } from '@pipelines/testing';
import { connectGraph, ensureSchema, type Graph, type GraphProfile } from '../src/index.ts';
import { removeNodes } from './library-graph.ts';

/**
 * Give the tests of this block a graph of the real server with the schema of a profile, empty before
 * each of them.
 *
 * @param onOpened - gets it, and how to connect to it, before the first test; it is closed after the
 *   last
 */
export function useGraph(
  profile: GraphProfile,
  onOpened: (graph: Graph, engine: TestNeo4j['engine']) => void,
): void {
  let graph: Graph;

  beforeAll(async () => {
    const neo4j = await startTestNeo4j();
    graph = await connectGraph(neo4j.engine);
    await neo4j.clear();
    await ensureSchema(graph, profile);
    onOpened(graph, neo4j.engine);
  }, TEST_NEO4J_TIMEOUT_MS);

  beforeEach(() => removeNodes(graph));

  afterAll(() => graph.close());
}
