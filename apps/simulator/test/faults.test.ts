import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { fastClock } from './fast-clock.ts';
import { goldenA } from './golden-set.ts';
import {
  type CommandEnd,
  folderWithEngine,
  queryInProcess,
  runInProcess,
} from './run-in-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

jest.setTimeout(240_000);

const AS_OF = '2025-01-20T14:30:00Z';
const MACHINES = ['etl-pipeline', 'etl-pipeline-chunked'] as const;

/** What the update of pair 1 runs into; `once` and `twice` count beside the transaction. */
const FAULTS = {
  'a deadlock': `raise exception using errcode = '40P01', message = 'deadlock detected'`,
  'a cut connection': 'perform pg_terminate_backend(pg_backend_pid())',
  // The whole server goes down, and comes up again by itself.
  'a crash of the server': `execute format('copy (select 1) to program %L', 'kill -9 ' || pg_backend_pid())`,
} as const;

/** The fault strikes `times` times: files count, for neither a roll-back nor a crash undoes them. */
const strike = (fault: string, times: number): string => `
  create function conflict.strike() returns trigger language plpgsql as $$ begin
    for n in 1..${times} loop
      if pg_stat_file('strike-' || n, true) is null then
        execute format('copy (select 1) to program %L', 'cat > strike-' || n);
        ${fault};
      end if;
    end loop;
    return new;
  end $$;
  create trigger strike before update on conflict.conflictvisitmaps for each row
    when (new."ID" = 1 and new."UpdateFlag" is null) execute function conflict.strike()`;

/** `cat` takes the row: a program that ends without reading may break the server's pipe. */
const forget = `copy (select 1) to program 'cat >/dev/null; rm -f strike-*'`;

async function seed(cwd: string): Promise<void> {
  const from = path.join(goldenA, 'input');
  const seeded = await runInProcess(['seed', '--from', from, '--quiet'], cwd);
  expect([seeded.exitCode, seeded.err]).toEqual([0, '']);
}

const runMachine = (machine: string, cwd: string): Promise<CommandEnd> =>
  runInProcess(['run', machine, '--as-of', AS_OF, '--quiet'], cwd, { clock: fastClock });

async function expectGolden(cwd: string): Promise<void> {
  await runInProcess(['dump', '--to', 'after', '--quiet'], cwd);
  const file = 'conflict.conflictvisitmaps.csv';
  expect(readFileSync(path.join(cwd, 'after', file), 'utf8')).toBe(
    readFileSync(path.join(goldenA, 'after_task_02', file), 'utf8'),
  );
}

describe.each(MACHINES)('%s', (machine) => {
  const cwd = folderWithEngine();
  beforeEach(async () => {
    await seed(cwd);
    await queryInProcess(forget, cwd);
  });

  it.each(Object.entries(FAULTS))(
    'is retried after %s, and gives the golden pairs',
    async (...fault) => {
      await queryInProcess(strike(fault[1], 1), cwd);

      const end = await runMachine(machine, cwd);

      expect([end.exitCode, end.err]).toEqual([0, '']);
      await expectGolden(cwd);
    },
  );

  it('beside another one of its kind ends with the golden pairs all the same', async () => {
    const ends = await Promise.all([runMachine(machine, cwd), runMachine(machine, cwd)]);
    const last = await runMachine(machine, cwd);

    const refused = ends.filter(({ exitCode }) => exitCode !== 0).map(({ out }) => out);
    expect(refused.filter((out) => !/is locked by process/.test(out))).toEqual([]);
    expect(refused.length).toBeLessThan(2);
    expect([last.exitCode, last.err]).toEqual([0, '']);
    await expectGolden(cwd);
  });
});

describe.each(MACHINES)('%s without a server that comes back', (machine) => {
  const cwd = temporaryFolder();

  it('fails; the next run, with the server up again, gives the golden pairs', async () => {
    await seed(cwd);
    const stop = `execute 'copy (select 1) to program ''kill -QUIT $(head -1 postmaster.pid)'''`;
    await queryInProcess(strike(`${stop}; perform pg_sleep(60)`, 1), cwd);

    const failed = await runMachine(machine, cwd);
    const next = await runMachine(machine, cwd);

    expect(failed.exitCode).toBe(3);
    expect(failed.out).toContain('Error: No connection to the database at');
    expect([next.exitCode, next.err]).toEqual([0, '']);
    await expectGolden(cwd);
  });
});
