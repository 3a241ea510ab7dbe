import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, openEngine, temporaryFolder } from '../../test/temporary-engine.ts';
import { withClient } from '../connect-client.ts';
import type { PostgresEngine } from '../postgres-engine.ts';
import { copyRows, encodeRow, type Row } from './copy-rows.ts';

const SECRET = '666-12-3456';

let folder: { path: string; remove(): Promise<void> };
let engine: PostgresEngine;

beforeAll(async () => {
  folder = await temporaryFolder();
  engine = await openEngine(folder.path);
});

afterAll(async () => {
  await engine.stop();
  await folder.remove();
});

beforeEach(async () => {
  await ask(
    engine.connection,
    `drop table if exists person;
     create table person (id int primary key, ssn text, "Born On" date, unique (ssn) deferrable initially deferred)`,
  );
});

const STALL_AT_FIRST_ROW = `
  create or replace function stall() returns trigger language plpgsql
    as $$ begin perform pg_advisory_lock(7); return new; end $$;
  create trigger stall before insert on person for each row when (new.id = 1) execute function stall()`;

const person = { schema: 'public', table: 'person' };
const copy = (rows: Iterable<Row> | AsyncIterable<Row>, options = {}): Promise<number> =>
  copyRows(engine.connection, person, ['id', 'ssn'], rows, options);

const thrownBy = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error as Error,
  );

function* people(count: number): Generator<Row> {
  for (let id = 1; id <= count; id += 1) yield [String(id), `person ${id}`];
}

describe('copyRows', () => {
  it('keeps every character, tells NULL from empty, and counts', async () => {
    const awkward = 'tab\tline\nreturn\rback\\slash \\N \\. é 😀 "quoted", comma';

    const count = await copy([
      ['1', awkward],
      ['2', ''],
      ['3', null],
      ['4', '\\N'],
    ]);

    expect(count).toBe(4);
    expect(await ask(engine.connection, 'select id, ssn from person order by id')).toEqual([
      { id: 1, ssn: awkward },
      { id: 2, ssn: '' },
      { id: 3, ssn: null },
      { id: 4, ssn: '\\N' },
    ]);
  });

  it('loads more than one chunk and reports the rows sent', async () => {
    const seen: number[] = [];

    const count = await copy(people(50_000), { onProgress: (rows: number) => seen.push(rows) });

    expect(count).toBe(50_000);
    expect(await ask(engine.connection, 'select count(*)::int as n from person')).toEqual([
      { n: 50_000 },
    ]);
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)).toBe(50_000);
  });

  it('loads nothing from no rows', async () => {
    expect(await copy([])).toBe(0);
  });

  it('quotes the names of columns', async () => {
    await copyRows(engine.connection, person, ['id', 'Born On'], [['1', '2000-02-29']]);

    expect(await ask(engine.connection, `select "Born On"::text as born from person`)).toEqual([
      { born: '2000-02-29' },
    ]);
  });

  // Each of these made the driver wait for ever: the error comes after the last byte.
  it.each([
    [
      'a duplicate key',
      [
        ['1', SECRET],
        ['1', 'x'],
      ],
      '23505',
      'person_pkey',
    ],
    ['a value of another type', [['one', SECRET]], '22P02', undefined],
    [
      'a constraint checked at the end',
      [
        ['1', SECRET],
        ['2', SECRET],
      ],
      '23505',
      'person_ssn_key',
    ],
  ] as [string, Row[], string, string | undefined][])(
    'rejects at %s, keeps nothing, and repeats no value',
    async (_, rows, code, constraint) => {
      const error = await thrownBy(copy(rows));

      expect(error).toMatchObject({ name: 'CopyFailedError', code, constraint });
      expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(SECRET);
      expect(error.cause).toBeUndefined();
      expect(await ask(engine.connection, 'select count(*)::int as n from person')).toEqual([
        { n: 0 },
      ]);
    },
  );

  it('rejects at an error in the middle of many rows', async () => {
    function* rows(): Generator<Row> {
      yield* people(200_000);
      yield ['1', SECRET];
      yield* people(200_000);
    }

    expect(await thrownBy(copy(rows()))).toMatchObject({
      name: 'CopyFailedError',
      code: '23505',
      constraint: 'person_pkey',
    });
  });

  it('rejects when the table does not exist', async () => {
    const nowhere = { schema: 'public', table: 'no"where' };

    const error = await thrownBy(copyRows(engine.connection, nowhere, ['id'], [['1']]));

    expect(error).toMatchObject({ name: 'CopyFailedError', code: '42P01', table: nowhere });
  });

  it('rejects when the server cannot be reached', async () => {
    const nobody = { ...engine.connection, port: 1 };

    const error = await thrownBy(copyRows(nobody, person, ['id'], [['1']]));

    expect(error).toMatchObject({ name: 'CopyFailedError', code: 'ECONNREFUSED' });
  });

  it('rejects when its connection is ended by the server', async () => {
    async function* rows(): AsyncGenerator<Row> {
      yield* people(50_000);
      await ask(
        engine.connection,
        `select pg_terminate_backend(pid) from pg_stat_activity where query like 'copy %'`,
      );
      yield* people(1_000_000);
    }

    const error = await thrownBy(copy(rows()));

    expect(error).toMatchObject({ name: 'CopyFailedError' });
    expect((error as { code?: string }).code).toMatch(
      /^(57P01|CONNECTION_CLOSED|EPIPE|ECONNRESET)$/,
    );
  });

  it('passes on what the rows threw and keeps nothing', async () => {
    const broken = new Error('source is broken');
    function* rows(): Generator<Row> {
      yield* people(50_000);
      throw broken;
    }

    expect(await thrownBy(copy(rows()))).toBe(broken);
    expect(await ask(engine.connection, 'select count(*)::int as n from person')).toEqual([
      { n: 0 },
    ]);
  });

  it('ends at the signal', async () => {
    const aborted = new AbortController();
    async function* rows(): AsyncGenerator<Row> {
      yield* people(50_000);
      aborted.abort(new Error('enough'));
      yield* people(50_000);
    }

    const error = await thrownBy(copy(rows(), { signal: aborted.signal }));

    expect(error.message).toBe('enough');
  });

  it('takes rows no faster than the server does, and ends at the signal while it waits', async () => {
    await ask(engine.connection, STALL_AT_FIRST_ROW);
    const aborted = new AbortController();
    let taken = 0;
    function* rows(): Generator<Row> {
      for (const [id] of people(1_000_000)) {
        taken += 1;
        yield [id ?? null, 'x'.repeat(1_000)];
      }
    }

    const error = await withClient(engine.connection, async (holder) => {
      await holder.unsafe('select pg_advisory_lock(7)');
      const copying = thrownBy(copy(rows(), { signal: aborted.signal }));
      await holder.unsafe('select pg_sleep(0.5)');
      aborted.abort(new Error('enough'));
      return copying;
    });

    expect(error.message).toBe('enough');
    expect(taken).toBeGreaterThan(0);
    // The buffers of a loopback socket hold some megabytes: a thousandth of the rows per MB.
    expect(taken).toBeLessThan(30_000);
  });

  it('refuses a row that does not fit the columns', async () => {
    expect(await thrownBy(copy([['1']]))).toMatchObject({
      name: 'RowWidthError',
      message: 'A row for "public"."person" has 1 values for 2 columns',
    });
  });
});

describe('encodeRow', () => {
  it('writes the text format of COPY', () => {
    expect(encodeRow(['a', null, '', 'b\tc'])).toBe('a\t\\N\t\tb\\tc\n');
  });
});
