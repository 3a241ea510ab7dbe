import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ask, openEngine, temporaryFolder } from '../../test/temporary-engine.ts';
import type { PostgresEngine } from '../postgres-engine.ts';
import { copyCsvIn, copyTableOut } from './copy-csv.ts';

const SECRET = '666-12-3456';

let folder: { path: string; remove(): Promise<void> };
let engine: PostgresEngine;
let file: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  engine = await openEngine(folder.path);
  file = join(folder.path, 'visit.csv');
});

afterAll(async () => {
  await engine.stop();
  await folder.remove();
});

beforeEach(async () => {
  await ask(
    engine.connection,
    `drop table if exists visit;
     create table visit (day date, id int, "Is ""Missed""" boolean, note text default 'none', at timestamptz, primary key (id, day))`,
  );
});

const visit = { schema: 'public', table: 'visit' };

const thrownBy = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error as Error,
  );

describe('copyCsvIn', () => {
  it('tells NULL from the empty string, in any order of columns', async () => {
    await writeFile(
      file,
      '"Is ""Missed""",day,id,note\nt,2025-01-20,1,""\nf,2025-01-20,2,\n,2025-01-20,3,"a ""b"",\nc"\n',
    );

    const count = await copyCsvIn(engine.connection, visit, file);

    expect(count).toBe(3);
    expect(
      await ask(
        engine.connection,
        `select id, "Is ""Missed""" as missed, note from visit order by id`,
      ),
    ).toEqual([
      { id: 1, missed: true, note: '' },
      { id: 2, missed: false, note: null },
      { id: 3, missed: null, note: 'a "b",\nc' },
    ]);
  });

  it('gives columns that the file does not name their default', async () => {
    await writeFile(file, 'day,id\n2025-01-20,1');

    expect(await copyCsvIn(engine.connection, visit, file)).toBe(1);
    expect(await ask(engine.connection, 'select note from visit')).toEqual([{ note: 'none' }]);
  });

  it('loads nothing from a header alone', async () => {
    await writeFile(file, 'day,id\n');

    expect(await copyCsvIn(engine.connection, visit, file)).toBe(0);
  });

  it('rejects at a refused row, keeps nothing, and repeats no value', async () => {
    await writeFile(file, `day,id,note\n2025-01-20,1,${SECRET}\n2025-01-20,1,${SECRET}\n`);

    const error = await thrownBy(copyCsvIn(engine.connection, visit, file));

    expect(error).toMatchObject({
      name: 'CopyFailedError',
      code: '23505',
      constraint: 'visit_pkey',
    });
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(SECRET);
    expect(await ask(engine.connection, 'select count(*)::int as n from visit')).toEqual([
      { n: 0 },
    ]);
  });

  it.each([
    ['an empty file', ''],
    ['a broken quote', '"id,day\n1,2\n'],
    ['an empty name', 'id,,day\n'],
  ])('refuses %s', async (_, text) => {
    await writeFile(file, text);

    expect(await thrownBy(copyCsvIn(engine.connection, visit, file))).toMatchObject({
      name: 'CsvHeaderError',
      file,
    });
  });

  it('rejects for a file that is not there', async () => {
    const error = await thrownBy(copyCsvIn(engine.connection, visit, `${file}.none`));

    expect(error).toMatchObject({ code: 'ENOENT' });
  });
});

describe('copyTableOut', () => {
  it('writes the table by its primary key, as its CSV came in', async () => {
    await ask(
      engine.connection,
      `insert into visit values
        ('2025-01-21', 2, true, '', '2025-01-20T09:30:00-05:00'),
        ('2025-01-20', 2, false, null, null),
        ('2025-01-20', 1, null, E'a "b",\\nc', '2025-01-20T09:30:00.5Z')`,
    );

    const count = await copyTableOut(engine.connection, visit, file);

    expect(count).toBe(3);
    expect(await readFile(file, 'utf8')).toBe(
      `day,id,"Is ""Missed""",note,at
2025-01-20,1,,"a ""b"",
c",2025-01-20 09:30:00.5+00
2025-01-20,2,f,,
2025-01-21,2,t,"",2025-01-20 14:30:00+00
`,
    );
  });

  it('writes and reads back many rows without a difference', async () => {
    await ask(
      engine.connection,
      `insert into visit select date '2025-01-01' + i % 30, i, i % 2 = 0, repeat('é', i % 50), now() from generate_series(1, 30000) i`,
    );
    const again = `${file}.again`;

    const out = await copyTableOut(engine.connection, visit, file);
    await ask(engine.connection, 'truncate visit');
    const back = await copyCsvIn(engine.connection, visit, file);
    await copyTableOut(engine.connection, visit, again);

    expect([out, back]).toEqual([30_000, 30_000]);
    expect(await readFile(again, 'utf8')).toBe(await readFile(file, 'utf8'));
  });

  it('writes a table without a key or rows', async () => {
    await ask(engine.connection, 'alter table visit drop constraint visit_pkey');

    expect(await copyTableOut(engine.connection, visit, file)).toBe(0);
    expect(await readFile(file, 'utf8')).toBe('day,id,"Is ""Missed""",note,at\n');
  });

  it('rejects for a table that is not there and leaves no file', async () => {
    const nowhere = { schema: 'public', table: 'nowhere' };
    const target = join(folder.path, 'nowhere.csv');

    const error = await thrownBy(copyTableOut(engine.connection, nowhere, target));

    expect(error).toMatchObject({ name: 'CopyFailedError', code: '42P01' });
    expect((await readdir(folder.path)).filter((name) => name.startsWith('nowhere'))).toEqual([]);
  });

  it('rejects at an error in the middle of the rows and leaves no file', async () => {
    await ask(
      engine.connection,
      `create or replace view broken as select 1 / (100000 - i) as x from generate_series(1, 200000) i`,
    );
    const target = join(folder.path, 'broken.csv');
    const broken = { schema: 'public', table: 'broken' };

    const error = await thrownBy(copyTableOut(engine.connection, broken, target));

    expect(error).toMatchObject({ name: 'CopyFailedError', code: '22012' });
    expect((await readdir(folder.path)).filter((name) => name.startsWith('broken'))).toEqual([]);
  });

  it('passes on that the file cannot be written', async () => {
    const error = await thrownBy(copyTableOut(engine.connection, visit, '/nowhere/visit.csv'));

    expect(error).toMatchObject({ code: 'ENOENT' });
  });
});
