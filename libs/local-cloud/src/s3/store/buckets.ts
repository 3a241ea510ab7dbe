import type { DatabaseSync } from 'node:sqlite';

export type Versioning = 'Enabled' | 'Suspended';

export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly createdMs: number;
  /** Undefined when it was never switched on. */
  readonly versioning: Versioning | undefined;
}

export interface Buckets {
  find(name: string): Bucket | undefined;
  /** In order of their names. */
  list(): readonly Bucket[];
  create(bucket: Bucket): void;
  setVersioning(name: string, versioning: Versioning): void;
  /** The caller has seen that nothing is in it. */
  delete(name: string): void;
}

/** The buckets of a store. */
export function createBuckets(database: DatabaseSync): Buckets {
  const find = database.prepare('select * from buckets where name = ?');
  const list = database.prepare('select * from buckets order by name');
  const insert = database.prepare(
    'insert into buckets (name, region, created_ms, versioning) values (?, ?, ?, ?)',
  );
  const update = database.prepare('update buckets set versioning = ? where name = ?');
  const remove = database.prepare('delete from buckets where name = ?');
  return {
    find(name) {
      const row = find.get(name);
      return row && toBucket(row);
    },
    list: () => list.all().map(toBucket),
    create: ({ name, region, createdMs, versioning }) =>
      void insert.run(name, region, createdMs, versioning ?? null),
    setVersioning: (name, versioning) => void update.run(versioning, name),
    delete: (name) => void remove.run(name),
  };
}

function toBucket(row: Readonly<Record<string, unknown>>): Bucket {
  return {
    name: String(row['name']),
    region: String(row['region']),
    createdMs: Number(row['created_ms']),
    versioning: (row['versioning'] as Versioning | null) ?? undefined,
  };
}
