import { beforeEach, expect, it } from '@jest/globals';
import { describeWithNeo4j } from '@pipelines/testing';
import type { Graph } from '../src/index.ts';
import { libraryProfile, liveBooks, loadBooks, type Book } from './library-graph.ts';
import { useGraph } from './use-graph.ts';

const BOOKS: readonly Book[] = [
  { isbn: 'b1', title: 'One', publisher: 'North' },
  { isbn: 'b2', title: 'Two', publisher: 'North' },
  { isbn: 'b3', title: 'Three' },
];

describeWithNeo4j('the links of what a load finds as it should be', () => {
  let graph: Graph;
  useGraph(libraryProfile, (opened) => {
    graph = opened;
  });
  beforeEach(() => loadBooks(graph, BOOKS));

  const change = (cypher: string) => graph.write((transaction) => transaction.run(cypher));
  /** The statements of a load, with how often each was sent. */
  const loadWatched = async (books: readonly Book[]) => {
    const statements: string[] = [];
    const watched: Graph = {
      ...graph,
      write: (work, options) =>
        graph.write((transaction) => {
          return work({
            run: (cypher, parameters) => {
              statements.push(cypher);
              return transaction.run(cypher, parameters);
            },
          });
        }, options),
    };
    const { counts } = await loadBooks(watched, books);
    return { counts, merges: statements.filter((one) => one.includes('r:PUBLISHED_BY')).length };
  };

  it('are not asked for again, and count as unchanged', async () => {
    const { counts, merges } = await loadWatched(BOOKS);

    expect(counts['published-by']).toMatchObject({ submitted: 2, unchanged: 2, loaded: 0 });
    expect(merges).toBe(0);
  });

  it('come back when somebody deleted one', async () => {
    const before = await liveBooks(graph);
    await change("MATCH (:Book {isbn: 'b2'})-[r:PUBLISHED_BY]->() DELETE r");

    const { counts } = await loadWatched(BOOKS);

    expect(counts['published-by']).toMatchObject({ submitted: 2, created: 1, unchanged: 1 });
    expect(await liveBooks(graph)).toEqual(before);
  });

  const unlink = "MATCH (:Book {isbn: 'b2'})-[r:PUBLISHED_BY]->() DELETE r";
  const linkTo = (name: string) => `MATCH (b:Book {isbn: 'b2'})
    MERGE (p:Publisher {name: '${name}'}) MERGE (b)-[:PUBLISHED_BY]->(p)`;

  it.each([
    ['another end', [unlink, linkTo('Foreign')]],
    ['a second end', [linkTo('Foreign')]],
    ['a second end that is older', [unlink, linkTo('Foreign'), linkTo('North')]],
  ])('are merged where one has %s', async (_, changes) => {
    for (const cypher of changes) await change(cypher);

    const { counts, merges } = await loadWatched(BOOKS);

    expect(merges).toBe(1);
    expect(counts['published-by']).toMatchObject({ submitted: 2, missingEndpoints: 0 });
    expect(await liveBooks(graph)).toMatchObject([
      { book: { isbn: 'b1' }, publishers: [{ name: 'North' }] },
      { book: { isbn: 'b2' }, publishers: expect.arrayContaining([{ city: 'No', name: 'North' }]) },
      { book: { isbn: 'b3' }, publishers: [] },
    ]);
  });

  it('are set anew with a row that changed', async () => {
    const [one, , three] = BOOKS;
    const books = [one, { isbn: 'b2', title: 'Two', publisher: 'South' }, three] as Book[];

    const { counts } = await loadWatched(books);

    expect(counts['published-by']).toMatchObject({ submitted: 2, created: 1, unchanged: 1 });
    expect(await liveBooks(graph)).toMatchObject([
      { publishers: [{ name: 'North' }] },
      { publishers: [{ name: 'South' }] },
      { publishers: [] },
    ]);
  });
});
