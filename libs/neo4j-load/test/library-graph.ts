import { createHash } from 'node:crypto';
import { systemClock } from '@pipelines/core';
import {
  createBatchSize,
  defineGraphProfile,
  deleteUnwantedStage,
  nodeStage,
  relationshipStage,
  runStages,
  sweepStage,
  type Graph,
  type LoadStage,
  type NodeRow,
  type RunStagesOptions,
  type StagesResult,
} from '../src/index.ts';

/** A graph of books: every feature of a profile, and nothing of any pipeline. */
export const libraryProfile = defineGraphProfile({
  name: 'library',
  nodes: [
    {
      label: 'Book',
      key: 'isbn',
      properties: {
        title: 'string',
        pages: 'integer',
        price: 'float',
        published: 'date',
        is_translated: 'boolean',
      },
      indexes: ['title', 'removed_in'],
      bookkeeping: { rowHash: 'row_hash', firstSeen: 'first_seen', removedIn: 'removed_in' },
    },
    { label: 'Publisher', key: 'name', properties: { city: 'string' } },
  ],
  relationships: [
    { type: 'PUBLISHED_BY', from: 'Book', to: 'Publisher', properties: {} },
    {
      type: 'SEQUEL_OF',
      from: 'Book',
      to: 'Book',
      properties: { years: 'integer', kind: 'string' },
    },
  ],
});

export interface Book {
  readonly isbn: string;
  readonly title?: string;
  readonly pages?: number;
  readonly price?: number;
  readonly published?: string;
  readonly is_translated?: boolean;
  readonly publisher?: string;
  readonly sequelOf?: string;
}

export const VINTAGE = '2026-11-23';

/** How to load books, where it differs from "all at once". */
export interface LoadBooksOptions extends Partial<Omit<RunStagesOptions, 'stages'>> {
  readonly vintage?: string;
  readonly batchRows?: number;
}

/** The stages that bring a graph to these books. */
export function bookStages(
  graph: Graph,
  books: readonly Book[],
  { vintage = VINTAGE, batchRows = 1_000, clock = systemClock }: LoadBooksOptions,
): LoadStage[] {
  const batchSize = createBatchSize(batchRows);
  const load = { graph, profile: libraryProfile, batchSize, clock, vintage };
  const publishers = [...new Set(books.flatMap((book) => book.publisher ?? []))];
  const sequels = books.flatMap(({ isbn, sequelOf }) => {
    return sequelOf ? [{ from: isbn, to: sequelOf, values: { years: sequelOf.length } }] : [];
  });
  const isbns = new Set(books.map((book) => book.isbn));
  const pairs = new Set(sequels.map(({ from, to }) => `${from} ${to}`));
  const seen = { label: 'Book', types: ['PUBLISHED_BY'], keys: new Set<string>() };
  return [
    nodeStage(load, {
      name: 'publishers',
      label: 'Publisher',
      rows: () => publishers.map((key) => ({ key, values: { city: key.slice(0, 2) } })),
    }),
    nodeStage(load, {
      name: 'books',
      label: 'Book',
      rows: () => books.map(rowOf),
      detachOnUpdate: ['PUBLISHED_BY'],
      seen,
    }),
    relationshipStage(load, {
      name: 'published-by',
      type: 'PUBLISHED_BY',
      seen,
      rows: () =>
        books.flatMap(({ isbn, publisher }) => (publisher ? [{ from: isbn, to: publisher }] : [])),
    }),
    relationshipStage(load, { name: 'sequels', type: 'SEQUEL_OF', rows: () => sequels }),
    deleteUnwantedStage(load, {
      name: 'old-sequels',
      type: 'SEQUEL_OF',
      isWanted: (from, to) => pairs.has(`${from} ${to}`),
    }),
    sweepStage(load, { name: 'sweep', label: 'Book', submitted: isbns }),
  ];
}

/** Load the books into a graph that has the schema. */
export async function loadBooks(
  graph: Graph,
  books: readonly Book[],
  options: LoadBooksOptions = {},
): Promise<StagesResult> {
  return runStages({
    clock: systemClock,
    deadlineMs: Infinity,
    windowItems: 1_000,
    windowsAtOnce: graph.sessions,
    ...options,
    stages: bookStages(graph, books, options),
  });
}

/** Empty the graph; the schema stays, which takes a second to make. */
export async function removeNodes(graph: Graph): Promise<void> {
  await graph.write((transaction) => transaction.run('MATCH (n) DETACH DELETE n'));
}

/** The live books with all that hangs on them; the first-seen date is history, not content. */
export async function liveBooks(graph: Graph): Promise<unknown[]> {
  const query = `MATCH (b:Book) WHERE b.removed_in IS NULL
    RETURN b {.*, first_seen: null} AS book,
      [(b)-[:PUBLISHED_BY]->(p) | properties(p)] AS publishers,
      [(b)-[r:SEQUEL_OF]->(o:Book) | [o.isbn, properties(r)]] AS sequels
    ORDER BY b.isbn`;
  const rows: unknown[] = [];
  for await (const row of graph.read(query)) rows.push(JSON.parse(textOf(row)));
  return rows;
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? `${part}n` : part,
  );
}

function rowOf(book: Book): NodeRow {
  const { isbn, title, pages, price, published, is_translated } = book;
  const rowHash = createHash('sha256').update(JSON.stringify(book)).digest('hex').slice(0, 16);
  const values = { title, pages, price, published, is_translated };
  return { key: isbn, values, rowHash, ends: [book.publisher] };
}
