import { expect, it } from '@jest/globals';
import { describeWithNeo4j } from '@pipelines/testing';
import type { Graph } from '../src/index.ts';
import { libraryProfile, liveBooks, loadBooks } from './library-graph.ts';
import { useGraph } from './use-graph.ts';

describeWithNeo4j('a node that another load makes at the same time', () => {
  let graph: Graph;
  useGraph(libraryProfile, (opened) => {
    graph = opened;
  });

  it('is made once, and becomes whole what the later load says', async () => {
    const books = [{ isbn: 'b1', pages: 7 }, { isbn: 'b2' }];
    let loading: ReturnType<typeof loadBooks> | undefined;

    await graph.write(async (transaction) => {
      await transaction.run(`CREATE (:Book {isbn: 'b1', title: 'Of the other'})`);
      // It finds no such book, and then waits for this transaction.
      loading ??= loadBooks(graph, books);
      await untilBlocked(graph);
    });
    const result = await loading;

    expect(result?.counts['books']).toMatchObject({ submitted: 2, created: 1, updated: 1 });
    expect(await liveBooks(graph)).toMatchObject([
      { book: { isbn: 'b1', pages: '7n' } },
      { book: { isbn: 'b2' } },
    ]);
    expect(JSON.stringify(await liveBooks(graph))).not.toContain('Of the other');
  });
});

async function untilBlocked(graph: Graph): Promise<void> {
  for (;;) {
    const blocked = graph.read(
      `SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN count(*) AS number`,
    );
    for await (const { number } of blocked) if (number !== 0n) return;
  }
}
