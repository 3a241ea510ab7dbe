import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { findLeaks } from '@pipelines/testing';
import { fastClock } from './fast-clock.ts';
import {
  folderWithEngine,
  queryInProcess,
  runInProcess,
  type CommandEnd,
} from './run-in-process.ts';

jest.setTimeout(300_000);

/** Every failure shows whole rows or their SSN in message, detail or context. */
const FAILURES: readonly (readonly [string, string, string, string?])[] = [
  [
    'a message that quotes the row',
    trigger('conflictvisitmaps', 'update', `raise exception 'bad row %', new`),
    'drop trigger canary on conflict.conflictvisitmaps',
  ],
  [
    'a unique violation, whose detail is the key',
    `truncate conflict.conflictvisitmaps_temp; create unique index canary on conflict.conflictvisitmaps_temp ("SSN")`,
    'drop index conflict.canary',
  ],
  [
    'a check violation, whose detail is the row',
    `truncate conflict.conflictvisitmaps_temp;
      alter table conflict.conflictvisitmaps_temp add constraint canary check ("SSN" = '')`,
    'alter table conflict.conflictvisitmaps_temp drop constraint canary',
  ],
  [
    'a value that does not convert',
    trigger('conflictvisitmaps_temp', 'insert', 'perform new."SSN"::date'),
    'drop trigger canary on conflict.conflictvisitmaps_temp',
  ],
  [
    'a deadlock',
    trigger(
      'conflictvisitmaps',
      'update',
      `raise exception using errcode = '40P01', message = 'deadlock detected', detail = new::text`,
    ),
    'drop trigger canary on conflict.conflictvisitmaps',
  ],
  [
    'a message that quotes a new row',
    `delete from conflict.conflictvisitmaps where "ID" % 7 = 0;
      ${trigger('conflictvisitmaps', 'insert', `raise exception 'bad row %', new`)}`,
    'drop trigger canary on conflict.conflictvisitmaps',
    'etl-pipeline-full',
  ],
];

function trigger(table: string, event: string, body: string): string {
  return `create or replace function conflict.canary() returns trigger language plpgsql
      as $$ begin ${body}; return new; end $$;
    create trigger canary before ${event} on conflict.${table}
      for each row execute function conflict.canary()`;
}

describe('no SSN leaves the database', () => {
  const cwd = folderWithEngine();
  let canaries: readonly string[] = [];
  beforeAll(async () => {
    await runInProcess(['seed', '--visits', '15000', '--quiet'], cwd);
    const rows = await queryInProcess(
      `select distinct trim("SSN") as ssn from analytics.dimcaregiver
        where trim("SSN") ~ '^[0-9]{3}-[0-9]{2}-[0-9]{4}$' order by 1`,
      cwd,
    );
    canaries = rows.slice(0, 1_000).map(({ ssn }) => String(ssn));
  });

  /** Everything that the command and its Lambda have written; not the database, not the zip. */
  function written(end: CommandEnd): Readonly<Record<string, string>> {
    const root = path.join(cwd, '.simulator');
    const leftOut = ['postgres', 'functions/bundles'].map((folder) => path.join(root, folder));
    const files = readdirSync(root, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => !leftOut.some((folder) => file.startsWith(folder)));
    const texts = files.map((file) => [path.relative(root, file), readFileSync(file, 'latin1')]);
    return { ...(Object.fromEntries(texts) as object), stdout: end.out, stderr: end.err };
  }

  it('has enough canaries, and the search finds one', () => {
    expect(canaries).toHaveLength(1_000);
    expect(findLeaks([`x ${canaries[7]}`], canaries)).toHaveLength(1);
  });

  it.each(['etl-pipeline', 'etl-pipeline-full'])('on success of %s', async (machine) => {
    const end = await runInProcess(['run', machine, '--json'], cwd);

    expect(end.exitCode).toBe(0);
    const texts = written(end);
    expect(Object.keys(texts)).toContain('logs/etl_pipeline.log');
    expect(findLeaks(texts, canaries)).toEqual([]);
  });

  it.each(FAILURES)('on %s', async (_title, breakIt, repairIt, machine = 'etl-pipeline') => {
    await queryInProcess(breakIt, cwd);

    const end = await runInProcess(['run', machine], cwd, { clock: fastClock });

    await queryInProcess(repairIt, cwd);
    expect(end.exitCode).toBe(1);
    expect(end.out).toContain('❌ PIPELINE EXECUTION FAILED');
    expect(findLeaks(written(end), canaries)).toEqual([]);
  });

  // Chunks insert no pairs: what fails while one is inserted is for the full machine alone.
  const inUpdates = FAILURES.filter(
    ([, breakIt]) => breakIt.includes('before update') && breakIt.includes('conflictvisitmaps'),
  );
  it.each(inUpdates)(
    'in chunks on %s: not through the ledger, the validators or view-errors',
    async (_title, breakIt, repairIt) => {
      // What the chunks write, not what marks the pairs before them.
      const inChunks = 'for each row when (new."UpdateFlag" is null)';
      await queryInProcess(breakIt.replace('for each row', inChunks), cwd);

      const run = await runInProcess(['run', 'etl-pipeline-chunked'], cwd, { clock: fastClock });

      await queryInProcess(repairIt, cwd);
      const ledger = await queryInProcess('select * from conflict.etl_chunk_state', cwd);
      const ends = [
        await runInProcess(['validate-task', '01'], cwd),
        await runInProcess(['validate-task', '02'], cwd),
        await runInProcess(['view-errors'], cwd),
      ];
      const texts = { ...written(run), ledger: JSON.stringify(ledger) };
      expect(run.exitCode).toBe(1);
      expect(ledger.map(({ status }) => status)).toContain('failed');
      expect(ends[2]?.out).toContain('SQLSTATE');
      expect(Object.keys(texts).some((name) => name.startsWith('executions'))).toBe(true);
      expect(findLeaks({ ...texts, ends: JSON.stringify(ends) }, canaries)).toEqual([]);
    },
  );
});
