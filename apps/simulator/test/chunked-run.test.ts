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

jest.setTimeout(120_000);

const AS_OF = '2025-01-20T14:30:00Z';

/** Pair 1's chunk fails `times` times: a sequence counts, for it does not roll back. */
const failFirst = (times: number): string => `
  create sequence conflict.faults;
  create function conflict.fail_first() returns trigger language plpgsql as $$ begin
    if nextval('conflict.faults') <= ${times} then raise exception '%', new; end if;
    return new;
  end $$;
  create trigger fail_first before update on conflict.conflictvisitmaps for each row
    when (new."ID" = 1 and new."UpdateFlag" is null) execute function conflict.fail_first()`;

describe('etl-pipeline-chunked on golden set A', () => {
  const cwd = folderWithEngine();
  beforeEach(async () => {
    const from = path.join(goldenA, 'input');
    const seeded = await runInProcess(['seed', '--from', from, '--quiet'], cwd);
    expect([seeded.exitCode, seeded.err]).toEqual([0, '']);
  });

  const run = (): Promise<CommandEnd> =>
    runInProcess(
      [
        ...['run', 'etl-pipeline-chunked', '--as-of', AS_OF, '--quiet'],
        ...['--input', '{"max_chunk_rows":10}'],
      ],
      cwd,
      { clock: fastClock },
    );
  const ledger = (): Promise<readonly Record<string, unknown>[]> =>
    queryInProcess(
      `select run_id, count(*)::int as chunks, sum(updated_rows)::int as updated,
              count(*) filter (where status <> 'done')::int as left
       from conflict.etl_chunk_state group by run_id order by run_id`,
      cwd,
    );
  async function expectGolden(): Promise<void> {
    await runInProcess(['dump', '--to', 'after', '--quiet'], cwd);
    const file = 'conflict.conflictvisitmaps.csv';
    expect(readFileSync(path.join(cwd, 'after', file), 'utf8')).toBe(
      readFileSync(path.join(goldenA, 'after_task_02', file), 'utf8'),
    );
  }

  it('gives the golden pairs', async () => {
    const end = await run();

    expect([end.exitCode, end.err]).toEqual([0, '']);
    expect(end.out).toContain('[State 5/5] VerifyAllChunks');
    expect(await ledger()).toEqual([{ run_id: 1, chunks: 11, updated: 49, left: 0 }]);
    await expectGolden();
  });

  it('gives them when a chunk fails twice and then succeeds', async () => {
    await queryInProcess(failFirst(2), cwd);

    const end = await run();

    expect([end.exitCode, end.err]).toEqual([0, '']);
    await expectGolden();
  });

  it('does the other chunks when one never succeeds, names it, and is resumed', async () => {
    await queryInProcess(failFirst(3), cwd);

    const failed = await run();
    const left = await ledger();
    const resumed = await run();

    expect(failed.exitCode).toBe(1);
    expect(failed.out).toMatch(/Run 1: not done are chunks \d+\./);
    expect(left).toMatchObject([{ run_id: 1, chunks: 11, left: 1 }]);
    expect([resumed.exitCode, resumed.err]).toEqual([0, '']);
    expect(await ledger()).toEqual([{ run_id: 1, chunks: 11, updated: 49, left: 0 }]);
    await expectGolden();
  });

  it('is what --chunked makes of etl-pipeline, also with one worker', async () => {
    const shown: string[] = [];
    const err = { isTerminal: true, write: (text: string) => void shown.push(text) };
    const args = ['run', 'etl-pipeline', '--chunked', '--as-of', AS_OF, '--json'];
    const end = await runInProcess([...args, '--input', '{"max_chunk_rows":10}'], cwd, {
      env: { MAX_WORKERS: '1' },
      err,
    });

    const report = JSON.parse(end.out) as { executionArn: string; output: { chunk_results: [] } };
    expect(end.exitCode).toBe(0);
    expect(shown.join('')).toMatch(/ExecuteTask02Parallel: \d+s · 10 of 11 done/);
    expect(report.executionArn).toContain(':execution:etl-pipeline-chunked:');
    expect(report.output.chunk_results).toHaveLength(11);
    await expectGolden();
  });

  it('runs mocked, and touches no database', async () => {
    const end = await runInProcess(['run', 'etl-pipeline-chunked', '--mock', '--quiet'], cwd);

    expect([end.exitCode, end.err]).toEqual([0, '']);
    expect(await ledger()).toEqual([]);
  });
});
