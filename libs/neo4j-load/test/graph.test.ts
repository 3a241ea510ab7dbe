import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  describeWithNeo4j,
  startTestNeo4j,
  TEST_NEO4J_TIMEOUT_MS,
  type TestNeo4j,
} from '@pipelines/testing';
import neo4jDriver from 'neo4j-driver';
import {
  connectGraph,
  countByLabel,
  countByProperty,
  countByType,
  deleteWhereLabel,
  deleteWhereType,
  deleteWhereUnattached,
  ensureSchema,
  type Graph,
} from '../src/index.ts';
import { libraryProfile, loadBooks, removeNodes, type Book } from './library-graph.ts';

const BOOKS: readonly Book[] = [
  { isbn: 'b1', pages: 100, publisher: 'North' },
  { isbn: 'b2', pages: 200, publisher: 'North', sequelOf: 'b1' },
  { isbn: 'b3', publisher: 'South' },
];

describeWithNeo4j('a graph', () => {
  let neo4j: TestNeo4j;
  let graph: Graph;

  beforeAll(async () => {
    neo4j = await startTestNeo4j();
    graph = await connectGraph(neo4j.engine);
  }, TEST_NEO4J_TIMEOUT_MS);

  afterAll(() => graph.close());

  const rowsOf = async (query: string): Promise<unknown[]> => {
    const rows: unknown[] = [];
    for await (const row of graph.read(query)) rows.push(row);
    return rows;
  };

  describe('connectGraph', () => {
    it('names a refused password, and does not repeat it', async () => {
      const connecting = connectGraph({ ...neo4j.engine, password: 'canary-password' });

      const error = await connecting.catch((caught: unknown) => caught);

      expect(error).toMatchObject({
        name: 'GraphAuthenticationError',
        code: 'Neo.ClientError.Security.Unauthorized',
      });
      expect((error as Error).message).not.toContain('canary');
    });

    it('finds out at once that there is no such database', async () => {
      const connecting = connectGraph({ ...neo4j.engine, database: 'elsewhere' });

      await expect(connecting).rejects.toMatchObject({
        name: 'GraphStatementError',
        code: 'Neo.ClientError.Database.DatabaseNotFound',
      });
    });

    it('says that nothing answers, so that the caller may try again', async () => {
      const connecting = connectGraph({
        ...neo4j.engine,
        uri: 'bolt://127.0.0.1:1',
        retryTimeMs: 1,
      });

      await expect(connecting).rejects.toMatchObject({
        name: 'GraphUnavailableError',
        code: 'ServiceUnavailable',
      });
    });

    it('does not connect to another machine unprotected', async () => {
      const connecting = connectGraph({ ...neo4j.engine, uri: 'bolt://graph.example' });

      await expect(connecting).rejects.toMatchObject({ name: 'GraphAddressRefusedError' });
    });
  });

  describe('ensureSchema', () => {
    beforeEach(() => neo4j.clear());

    it('makes the constraints and indexes of the profile, once', async () => {
      await ensureSchema(graph, libraryProfile);
      await ensureSchema(graph, libraryProfile);

      const rows = await rowsOf(
        "SHOW INDEXES YIELD name, state, owningConstraint WHERE state = 'ONLINE' RETURN name, owningConstraint IS NOT NULL AS isUnique ORDER BY name",
      );
      expect(rows.filter((row) => !/^index_/.test((row as { name: string }).name))).toEqual([
        { name: 'book_isbn_unique', isUnique: true },
        { name: 'book_removed_in_index', isUnique: false },
        { name: 'book_title_index', isUnique: false },
        { name: 'publisher_name_unique', isUnique: true },
      ]);
    });

    it('fails by name, without the value, when the data contradicts a constraint', async () => {
      await graph.write((tx) =>
        tx.run("CREATE (:Book {isbn: 'canary'}), (:Book {isbn: 'canary'})"),
      );

      const error = await ensureSchema(graph, libraryProfile).catch((caught: unknown) => caught);

      expect(error).toMatchObject({ name: 'GraphSchemaError' });
      expect((error as Error).message).toMatch(
        /^"book_isbn_unique" cannot be made in "neo4j": Neo\./,
      );
      expect((error as Error).message).not.toContain('canary');
    });
  });

  describe('transactions', () => {
    beforeAll(async () => {
      await neo4j.clear();
      await ensureSchema(graph, libraryProfile);
    });

    beforeEach(() => removeNodes(graph));

    it('are run again after a deadlock', async () => {
      await graph.write((tx) =>
        tx.run("CREATE (:Book {isbn: 'a', pages: 0}), (:Book {isbn: 'b', pages: 0})"),
      );
      const met = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
      let attempts = 0;
      const add = (isbn: string): string =>
        `MATCH (b:Book {isbn: '${isbn}'}) SET b.pages = b.pages + 1`;
      const crossing = (own: 0 | 1, first: string, second: string): Promise<void> =>
        graph.write(async (tx) => {
          attempts += 1;
          await tx.run(add(first));
          // In the first attempts each holds one lock before either asks for the other's.
          met[own].resolve();
          await met[own === 0 ? 1 : 0].promise;
          await tx.run(add(second));
        });

      await Promise.all([crossing(0, 'a', 'b'), crossing(1, 'b', 'a')]);

      expect(attempts).toBeGreaterThan(2);
      expect(
        await rowsOf('MATCH (b:Book) RETURN b.isbn AS isbn, b.pages AS pages ORDER BY isbn'),
      ).toEqual([
        { isbn: 'a', pages: 2n },
        { isbn: 'b', pages: 2n },
      ]);
    });

    it('are given up after three retries, with the code', async () => {
      let attempts = 0;
      const code = 'Neo.TransientError.Transaction.DeadlockDetected';

      const writing = graph.write(async () => {
        attempts += 1;
        throw new neo4jDriver.Neo4jError('canary', code, '50N42', 'general', undefined);
      });

      await expect(writing).rejects.toMatchObject({ name: 'GraphUnavailableError', code });
      expect(attempts).toBe(4);
    });

    it('of which one fails leave nothing, and count nothing', async () => {
      const before = graph.writes();

      const writing = graph.write(async (tx) => {
        await tx.run("CREATE (:Book {isbn: 'canary'})");
        await tx.run("CREATE (:Book {isbn: 'canary'})");
      });

      const error = await writing.catch((caught: unknown) => caught);
      expect(error).toMatchObject({
        name: 'GraphStatementError',
        code: 'Neo.ClientError.Schema.ConstraintValidationFailed',
      });
      expect(JSON.stringify([error, (error as Error).message])).not.toContain('canary');
      expect(graph.writes()).toEqual(before);
      expect(await rowsOf('MATCH (b:Book) RETURN b')).toEqual([]);
    });
  });

  describe('deletion', () => {
    beforeEach(async () => {
      await removeNodes(graph);
      await loadBooks(graph, BOOKS);
    });

    it('goes batch by batch to the end', async () => {
      const deleted = [
        await deleteWhereType(graph, libraryProfile, { type: 'PUBLISHED_BY', batchRows: 2 }),
        await deleteWhereLabel(graph, libraryProfile, { label: 'Book', batchRows: 2 }),
        await deleteWhereUnattached(graph, libraryProfile, { label: 'Publisher', batchRows: 2 }),
      ];

      expect(deleted).toEqual([3, 3, 2]);
      expect(await rowsOf('MATCH (n) RETURN n')).toEqual([]);
    });

    it('tells in a dry run what it would delete, and deletes nothing', async () => {
      const options = { isDryRun: true };

      const counts = [
        await deleteWhereType(graph, libraryProfile, { type: 'PUBLISHED_BY', ...options }),
        await deleteWhereLabel(graph, libraryProfile, { label: 'Book', ...options }),
        await deleteWhereUnattached(graph, libraryProfile, { label: 'Publisher', ...options }),
        await deleteWhereUnattached(graph, libraryProfile, {
          label: 'Publisher',
          besides: ['Book'],
          ...options,
        }),
      ];

      expect(counts).toEqual([3, 3, 0, 2]);
      expect(await countByLabel(graph, libraryProfile, { label: 'Book' })).toBe(3);
    });

    it('leaves a node to which somebody else has attached theirs', async () => {
      await graph.write((tx) =>
        tx.run("MATCH (p:Publisher {name: 'North'}) CREATE (:Note)-[:ON]->(p)"),
      );
      await deleteWhereLabel(graph, libraryProfile, { label: 'Book' });

      const dry = await deleteWhereUnattached(graph, libraryProfile, {
        label: 'Publisher',
        besides: ['Book'],
        isDryRun: true,
      });
      const deleted = await deleteWhereUnattached(graph, libraryProfile, { label: 'Publisher' });

      expect([dry, deleted]).toEqual([1, 1]);
      expect(await rowsOf('MATCH (p:Publisher) RETURN p.name AS name')).toEqual([
        { name: 'North' },
      ]);
    });
  });

  describe('counting', () => {
    beforeAll(async () => {
      await removeNodes(graph);
      await loadBooks(graph, BOOKS);
    });

    it('counts labels and types', async () => {
      expect(await countByLabel(graph, libraryProfile, { label: 'Publisher' })).toBe(2);
      expect(await countByType(graph, libraryProfile, 'SEQUEL_OF')).toBe(1);
    });

    it('sums whole numbers to the last unit, by property', async () => {
      const large = 2n ** 60n;
      await graph.write((tx) =>
        tx.run("MATCH (b:Book {isbn: 'b3'}) SET b.pages = $large, b.title = 'Large'", { large }),
      );

      const groups = await countByProperty(graph, libraryProfile, {
        label: 'Book',
        property: 'title',
        sumOf: 'pages',
        isLive: true,
      });

      expect(groups).toEqual([
        { group: 'Large', count: 1, sum: large },
        { group: null, count: 2, sum: 300n },
      ]);
    });

    it('takes no name that is not of the profile', async () => {
      const counting = countByProperty(graph, libraryProfile, {
        label: 'Book',
        property: 'title) DETACH DELETE n //',
      });

      await expect(counting).rejects.toMatchObject({ name: 'GraphSchemaError' });
    });
  });
});
