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

jest.setTimeout(120_000);

describe('etl-pipeline-full on golden set A', () => {
  const cwd = folderWithEngine();
  beforeEach(async () => {
    const from = path.join(goldenA, 'input');
    const seeded = await runInProcess(['seed', '--from', from, '--quiet'], cwd);
    expect([seeded.exitCode, seeded.err]).toEqual([0, '']);
  });

  const run = (...more: readonly string[]): Promise<CommandEnd> =>
    runInProcess(
      ['run', 'etl-pipeline-full', '--as-of', '2025-01-20T14:30:00Z', '--quiet', ...more],
      cwd,
      { clock: fastClock },
    );
  const ask = (text: string): Promise<readonly unknown[]> => queryInProcess(text, cwd);

  it('reports five states, and no new row in a second run', async () => {
    const first = await run('--ascii');
    const second = await run('--ascii');

    expect([first.exitCode, first.err, second.exitCode]).toEqual([0, '', 0]);
    expect(linesOf(first)).toEqual([
      '[State 1/5] ValidateConfig',
      '[State 2/5] ExecuteTask01',
      '   Rows Affected: 84',
      '[State 3/5] ExecuteTask02',
      '   Rows Updated: 49',
      '[State 4/5] ExecuteTask03',
      '   Rows Inserted: 29',
      '[State 5/5] UpdateStatuses',
      '   Rows Updated: 90',
    ]);
    expect(second.out).toContain('   Rows Inserted: 0\n');
    expect(
      await ask(
        'select "InProgressFlag"::int as flag, "LastLoadDate"::text as loaded from conflict.settings',
      ),
    ).toEqual([{ flag: 2, loaded: '2025-01-20 14:30:00' }]);
  });

  it('gives the same as data', async () => {
    const end = await run('--json');

    expect(JSON.parse(end.out)).toMatchObject({
      status: 'SUCCEEDED',
      states: [
        { name: 'ValidateConfig' },
        { name: 'ExecuteTask01' },
        { name: 'ExecuteTask02' },
        { name: 'ExecuteTask03', result: { result: { inserted_rows: 29 } } },
        { name: 'UpdateStatuses', result: { result: { updated_rows: 90 } } },
      ],
    });
  });

  it('runs one of its states alone, and leaves the flag alone with it', async () => {
    const end = await run('--task', 'ExecuteTask03');

    expect(end.exitCode).toBe(0);
    expect(linesOf(end)).toEqual(['[State 1/1] ExecuteTask03', '   Rows Inserted: 29']);
    expect(await ask('select "LastLoadDate"::text as loaded from conflict.settings')).toEqual([
      { loaded: '2025-01-19 06:00:00' },
    ]);
  });

  it('fails by name in the status task, with the run reported failed', async () => {
    await ask(
      `create function conflict.refuse() returns trigger language plpgsql as
         $$ begin raise exception 'no'; end $$;
       create trigger refuse before update on conflict.conflicts
         for each row execute function conflict.refuse()`,
    );

    const end = await run();

    expect(end.exitCode).toBe(1);
    expect(end.out).toMatch(
      /\[State 5\/5\] UpdateStatuses\n-+\n❌ FAILED .*\n {3}Error: .*conflicts/,
    );
    expect(
      await ask(
        'select "InProgressFlag"::int as flag, "LastLoadDate"::text as loaded from conflict.settings',
      ),
    ).toEqual([{ flag: 2, loaded: '2025-01-19 06:00:00' }]);
  });

  it('runs mocked with the same numbers each time, and touches no database', async () => {
    const end = await run('--mock');

    expect(end.exitCode).toBe(0);
    expect(linesOf(end)).toContain('   Rows Inserted: 1,204');
    expect(linesOf(end).at(-1)).toBe('   Rows Updated: 6,802');
    expect(await ask('select count(*)::int as pairs from conflict.conflictvisitmaps')).toEqual([
      { pairs: 88 },
    ]);
  });
});

/** Names of states and their row counts. */
function linesOf({ out }: CommandEnd): readonly string[] {
  return out.split('\n').filter((line) => /^\[State|^ {3}Rows/.test(line));
}
