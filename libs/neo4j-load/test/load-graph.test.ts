import { expect, it } from '@jest/globals';
import { describeWithNeo4j, seededRandom, type TestNeo4j } from '@pipelines/testing';
import { systemClock, type Clock } from '@pipelines/core';
import {
  connectGraph,
  countByLabel,
  countByType,
  type Graph,
  type LoadCursor,
} from '../src/index.ts';
import { libraryProfile, liveBooks, loadBooks, removeNodes, type Book } from './library-graph.ts';
import { randomBooks } from './random-books.ts';
import { useGraph } from './use-graph.ts';

/** For tests of many loads, on a machine that is busy with others. */
const BUSY_MS = 300_000;

const BOOKS: readonly Book[] = [
  { isbn: 'b1', title: 'One', pages: 100, price: 9.5, published: '2001-02-28', publisher: 'North' },
  { isbn: 'b2', title: 'Two', is_translated: true, publisher: 'North', sequelOf: 'b1' },
  { isbn: 'b3', publisher: 'South', sequelOf: 'b2' },
  { isbn: 'b4', title: 'Alone' },
];

describeWithNeo4j('a load', () => {
  let engine: TestNeo4j['engine'];
  let graph: Graph;
  useGraph(libraryProfile, (opened, server) => {
    graph = opened;
    engine = server;
  });

  it('writes every type as the graph has it', async () => {
    await loadBooks(graph, BOOKS);

    expect((await liveBooks(graph))[0]).toEqual({
      book: {
        isbn: 'b1',
        title: 'One',
        pages: '100n',
        price: 9.5,
        published: { year: '2001n', month: '2n', day: '28n' },
        row_hash: expect.stringMatching(/^[0-9a-f]{16}$/),
        first_seen: null,
      },
      publishers: [{ name: 'North', city: 'No' }],
      sequels: [],
    });
  });

  it('counts what it created', async () => {
    const { counts, done } = await loadBooks(graph, BOOKS);

    expect(done).toBe(true);
    expect(counts).toMatchObject({
      publishers: { submitted: 2, created: 2, loaded: 2 },
      books: { submitted: 4, created: 4, updated: 0, unchanged: 0, loaded: 4 },
      'published-by': { submitted: 3, created: 3, missingEndpoints: 0 },
      sequels: { submitted: 2, created: 2, unchanged: 0 },
      sweep: { tombstoned: 0 },
    });
  });

  it('writes nothing the second time, not one property', async () => {
    await loadBooks(graph, BOOKS);
    const before = graph.writes();

    const { counts } = await loadBooks(graph, BOOKS, { vintage: '2026-11-30' });

    expect(graph.writes()).toEqual(before);
    expect(counts).toMatchObject({
      publishers: { unchanged: 2, loaded: 0 },
      books: { unchanged: 4, loaded: 0 },
      'published-by': { unchanged: 3 },
      sequels: { unchanged: 2 },
    });
  });

  it('writes only the properties that differ, and removes those no longer supplied', async () => {
    await loadBooks(graph, BOOKS);
    const before = graph.writes();
    const others = BOOKS.slice(1);
    const cheaper = {
      isbn: 'b1',
      title: 'One',
      pages: 101,
      published: '2001-02-28',
      publisher: 'North',
    };

    const { counts } = await loadBooks(graph, [cheaper, ...others]);

    // The key as a lock, pages, price, and the hash.
    expect(graph.writes().propertiesSet - before.propertiesSet).toBe(4);
    expect(counts['books']).toMatchObject({ updated: 1, unchanged: 3, relationshipsDeleted: 1 });
    expect(counts['published-by']).toMatchObject({ created: 1, unchanged: 2 });
    expect((await liveBooks(graph))[0]).toMatchObject({
      book: { pages: '101n' },
      publishers: [{ name: 'North' }],
    });
    expect(JSON.stringify((await liveBooks(graph))[0])).not.toContain('price');
  });

  it('moves an updated node to its new end and leaves nothing of the old one', async () => {
    await loadBooks(graph, BOOKS);
    const moved = BOOKS.map((book) =>
      book.isbn === 'b1' ? { ...book, publisher: 'South' } : book,
    );

    await loadBooks(graph, moved);

    expect((await liveBooks(graph))[0]).toMatchObject({ publishers: [{ name: 'South' }] });
  });

  it('deletes relationships that are computed no more, and corrects those that differ', async () => {
    await loadBooks(graph, BOOKS);
    await graph.write((tx) =>
      tx.run("MATCH (:Book {isbn: 'b2'})-[r:SEQUEL_OF]->() SET r.years = 7, r.kind = 'x'"),
    );
    const fewer = BOOKS.map(({ sequelOf, ...book }) =>
      book.isbn === 'b3' || !sequelOf ? book : { ...book, sequelOf },
    );

    const { counts } = await loadBooks(graph, fewer);

    expect(counts).toMatchObject({
      sequels: { submitted: 1, updated: 1 },
      'old-sequels': { relationshipsDeleted: 1 },
    });
    expect((await liveBooks(graph))[1]).toMatchObject({ sequels: [['b1', { years: '2n' }]] });
    expect(JSON.stringify(await liveBooks(graph))).not.toContain('kind');
  });

  it('dates what has vanished, deletes nothing, and revives what returns', async () => {
    await loadBooks(graph, BOOKS, { vintage: '2026-11-16' });

    const swept = await loadBooks(graph, BOOKS.slice(1), { vintage: '2026-11-23' });
    const live = await countByLabel(graph, libraryProfile, { label: 'Book', isLive: true });
    const all = await countByLabel(graph, libraryProfile, { label: 'Book' });
    const again = await loadBooks(graph, BOOKS, { vintage: '2026-11-30' });

    expect([live, all]).toEqual([3, 4]);
    expect(swept.counts['sweep']).toMatchObject({ tombstoned: 1 });
    expect(again.counts['books']).toMatchObject({ updated: 1, revived: 1, unchanged: 3 });
    const [{ dates } = { dates: undefined }] = await rowsOf(
      "MATCH (b:Book {isbn: 'b1'}) RETURN [toString(b.first_seen), b.removed_in] AS dates",
    );
    expect(dates).toEqual(['2026-11-16', null]);
  });

  it('counts relationships whose end is missing and goes on', async () => {
    const { counts } = await loadBooks(graph, [
      { isbn: 'b1', sequelOf: 'nobody' },
      { isbn: 'b2', sequelOf: 'b1' },
    ]);

    expect(counts['sequels']).toMatchObject({ submitted: 2, created: 1, missingEndpoints: 1 });
  });

  it('refuses a value of another type by name, without the value and before it writes', async () => {
    const before = graph.writes();

    const loading = loadBooks(graph, [{ isbn: 'b1', published: '2001-02-30' }]);

    await expect(loading).rejects.toMatchObject({
      name: 'GraphValueError',
      message: '"published" of "Book" holds something else than a date',
    });
    expect(graph.writes().nodesCreated).toBe(before.nodesCreated);
  });

  it('refuses two rows with one key in a batch', async () => {
    const loading = loadBooks(graph, [{ isbn: 'b1' }, { isbn: 'b1', title: 'Other' }]);

    await expect(loading).rejects.toThrow('Two rows of one batch have the same key of "Book"');
  });

  it.each([1, 2, 3, 4])(
    'leaves the graph of an uninterrupted one, seed %i',
    async (seed) => {
      const random = seededRandom(seed);
      const [old, next] = [randomBooks(random), randomBooks(random)];
      await loadBooks(graph, next);
      const expected = await liveBooks(graph);
      await removeNodes(graph);
      await loadBooks(graph, old, { vintage: '2026-11-16' });

      const invocations = await loadInterrupted(graph, next, random);

      expect(await liveBooks(graph)).toEqual(expected);
      expect(invocations).toBeGreaterThan(1);
      const writes = graph.writes();
      await loadBooks(graph, next);
      expect(graph.writes()).toEqual(writes);
    },
    BUSY_MS,
  );

  it(
    'ends whole when two run at once: each node is the row of one of them',
    async () => {
      const other = await connectGraph(engine);
      const books = (title: string): Book[] =>
        Array.from({ length: 300 }, (_, index) => {
          const isbn = `b${index}`;
          return {
            isbn,
            title: `${title} ${index}`,
            pages: title.length,
            publisher: `P${index % 7}`,
          };
        });
      await loadBooks(graph, books('before'), { batchRows: 20 });

      await Promise.all([
        loadBooks(graph, books('first!'), { batchRows: 20 }),
        loadBooks(other, books('second load'), { batchRows: 20 }),
      ]);
      await other.close();

      const mixed = await rowsOf(
        `MATCH (b:Book) WHERE NOT (b.title STARTS WITH 'first! ' AND b.pages = 6)
         AND NOT (b.title STARTS WITH 'second load ' AND b.pages = 11)
       RETURN b.title AS title, b.pages AS pages`,
      );
      expect(mixed).toEqual([]);
      expect(await countByLabel(graph, libraryProfile, { label: 'Book' })).toBe(300);
      expect(await countByType(graph, libraryProfile, 'PUBLISHED_BY')).toBe(300);
      const final = await loadBooks(graph, books('first!'));
      expect(final.counts['published-by']?.missingEndpoints).toBe(0);
    },
    BUSY_MS,
  );

  async function rowsOf(query: string): Promise<Record<string, unknown>[]> {
    const rows: Record<string, unknown>[] = [];
    for await (const row of graph.read(query)) rows.push({ ...row });
    return rows;
  }
});

/** Invocations of which each ends after a few looks at the clock, some twice with one cursor. */
async function loadInterrupted(
  graph: Graph,
  books: readonly Book[],
  random: () => number,
): Promise<number> {
  let cursor: LoadCursor | undefined;
  for (let invocations = 1; ; invocations += 1) {
    const before: LoadCursor | undefined = cursor;
    const options = { cursor: before, vintage: '2026-11-23', batchRows: 3, windowItems: 5 };
    const result = await loadBooks(graph, books, {
      ...options,
      ...lookingClock(3 + Math.floor(random() * 40)),
    });
    if (random() < 0.3) await loadBooks(graph, books, { ...options, ...lookingClock(20) });
    if (result.done) return invocations;
    cursor = JSON.parse(JSON.stringify(result.cursor)) as LoadCursor;
    expect(JSON.stringify(cursor).length).toBeLessThan(8_192);
  }
}

/** A clock that goes on by a millisecond at each look. */
function lookingClock(looks: number): { clock: Clock; deadlineMs: number } {
  let nowMs = 0;
  const clock = { ...systemClock, now: () => (nowMs += 1) };
  return { clock, deadlineMs: looks };
}
