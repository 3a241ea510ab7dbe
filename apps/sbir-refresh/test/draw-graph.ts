import type { Graph } from '@pipelines/neo4j-load';

/**
 * Every node and relationship of a graph with all its properties, as sorted lines: equal lists mean
 * equal graphs.
 */
export async function drawGraph(graph: Graph): Promise<readonly string[]> {
  const nodes = 'MATCH (n) RETURN [labels(n), properties(n)] AS line';
  const relationships = `MATCH (a)-[r]->(b)
    RETURN [type(r), properties(r), labels(a), properties(a), labels(b), properties(b)] AS line`;
  const lines: string[] = [];
  for (const query of [nodes, relationships]) {
    for await (const { line } of graph.read(query)) lines.push(textOf(line));
  }
  return lines.sort();
}

/** With the properties of a node in one order, whatever order they were set in. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return `${part}n`;
    const isObject = typeof part === 'object' && part !== null && !Array.isArray(part);
    return isObject ? Object.fromEntries(Object.entries(part).sort()) : part;
  });
}
