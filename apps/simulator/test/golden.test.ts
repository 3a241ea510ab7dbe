import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { goldenA } from './golden-set.ts';
import { folderWithEngine, queryInProcess, runInProcess } from './run-in-process.ts';

jest.setTimeout(120_000);

const run = ['run', 'etl-pipeline', '--as-of', '2025-01-20T14:30:00Z', '--quiet'];

describe('golden set A through seed, run and dump', () => {
  const cwd = folderWithEngine();
  beforeAll(async () => {
    await expectSuccess(['seed', '--from', path.join(goldenA, 'input'), '--quiet']);
  });

  async function expectSuccess(args: readonly string[]): Promise<string> {
    const end = await runInProcess(args, cwd);
    expect([end.exitCode, end.err]).toEqual([0, '']);
    return end.out;
  }
  const golden = (file: string): string => readFileSync(path.join(goldenA, file), 'utf8');
  const dumped = (file: string): string => readFileSync(path.join(cwd, file), 'utf8');

  it('gives back every input, each row byte by byte', async () => {
    await expectSuccess(['dump', '--to', 'before', '--quiet']);

    const files = readdirSync(path.join(goldenA, 'input'));
    const ours = ['etl_audit', 'etl_chunk_state', 'etl_option', 'etl_run'].map(
      (name) => `conflict.${name}.csv`,
    );
    expect(readdirSync(path.join(cwd, 'before'))).toEqual([...files, ...ours].toSorted());
    for (const file of files) {
      // One input is not in the order of its key; a dump always is.
      const rows = golden(`input/${file}`).split('\n').toSorted();
      expect([file, dumped(`before/${file}`).split('\n').toSorted()]).toEqual([file, rows]);
    }
  });

  it('gives the golden tables after the run, and the same after a second run', async () => {
    const report = await expectSuccess(run);
    await expectSuccess(['dump', '--to', 'first', '--quiet']);
    const secondReport = await expectSuccess(run);
    await expectSuccess(['dump', '--to', 'second', '--quiet']);

    expect(report).toContain('   Rows Affected: 84\n');
    expect(report).toContain('   Rows Updated: 49\n');
    expect(secondReport).toContain('   Rows Updated: 49\n');
    for (const folder of ['first', 'second']) {
      expect(dumped(`${folder}/conflict.conflictvisitmaps.csv`)).toBe(
        golden('after_task_02/conflict.conflictvisitmaps.csv'),
      );
    }
    expect(dumped('first/conflict.conflictvisitmaps_temp.csv')).toBe(
      golden('after_task_01/conflict.conflictvisitmaps_temp.csv'),
    );
  });

  it('goes on after the loaded keys: a new reminder gets the next ID', async () => {
    const loaded = golden('input/conflict.payer_provider_reminders.csv')
      .trim()
      .split('\n')
      .slice(1);
    const largest = Math.max(...loaded.map((line) => Number(line.split(',')[0])));

    const reminders = await queryInProcess(
      `select count(*) as new from conflict.payer_provider_reminders where "ID" > ${largest}`,
      cwd,
    );

    expect(reminders).toEqual([{ new: 4 }]);
  });

  it.each([
    ['a value that does not fit', 'conflict.settings.csv', 'ID,LastLoadDate\n1,never\n', 1],
    ['a table that does not exist', 'conflict.setings.csv', 'ID\n1\n', 1],
    ['a column that does not exist', 'conflict.mph.csv', 'Id\n1\n', 1],
  ])('leaves everything as it was for %s', async (_title, file, text, exitCode) => {
    mkdirSync(path.join(cwd, 'broken'));
    writeFileSync(path.join(cwd, 'broken', file), text);
    await expectSuccess(['dump', '--to', 'kept', '--quiet']);

    const end = await runInProcess(['seed', '--from', 'broken', '--quiet'], cwd);

    await expectSuccess(['dump', '--to', 'after', '--quiet']);
    rmSync(path.join(cwd, 'broken'), { recursive: true });
    expect(end.exitCode).toBe(exitCode);
    expect(end.err).toContain(file.split('.')[1]);
    expect(end.err).not.toContain('never');
    for (const name of readdirSync(path.join(cwd, 'kept'))) {
      expect([name, dumped(`after/${name}`)]).toEqual([name, dumped(`kept/${name}`)]);
    }
    expect(
      await queryInProcess("select 1 from pg_namespace where nspname like '%loading'", cwd),
    ).toEqual([]);
  });
});
