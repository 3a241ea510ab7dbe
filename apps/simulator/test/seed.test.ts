import path from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { StopRequestedError } from '@pipelines/command-line';
import { BYTES_PER_VISIT } from '../src/database/disk-space.ts';
import { CLEAR_LINE } from '../src/report/terminal-line.ts';
import { folderWithEngine, queryInProcess, runInProcess } from './run-in-process.ts';

jest.setTimeout(120_000);

const SEED = ['seed', 'conflict-report', '--as-of', '2025-01-20T14:30:00Z'];

describe('simulator seed', () => {
  const cwd = folderWithEngine();

  const read = (statement: string) => queryInProcess(statement, cwd);
  const countVisits = () =>
    read('select count(*)::int as visits from analytics.factvisitcallperformance_cr');
  const listSchemas = () =>
    read(
      `select nspname as name from pg_namespace where nspname ~ '^(analytics|conflict)' order by 1`,
    );
  const onlyFinished = [{ name: 'analytics' }, { name: 'conflict' }];

  it('says how much memory it took, and takes no more disk than it checks for', async () => {
    const end = await runInProcess([...SEED, '--visits', '20000'], cwd);

    const [size] = await read(`
      select sum(pg_total_relation_size(c.oid)) / 20000 as bytes
      from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
      where n.nspname in ('analytics', 'conflict') and c.relkind = 'r'`);
    expect(end.exitCode).toBe(0);
    expect(end.err).toContain('Memory: this process at most 123 MiB resident\n');
    expect(end.err).toMatch(/Memory: PostgreSQL (at most \d+ MiB in all its processes|not known)/);
    expect(Number(size?.['bytes'])).toBeLessThan(BYTES_PER_VISIT);
    expect(Number(size?.['bytes'])).toBeGreaterThan(BYTES_PER_VISIT / 2);
  });

  it('shows on a terminal how far it is', async () => {
    const written: string[] = [];
    const err = { isTerminal: true, write: (text: string) => void written.push(text) };

    await runInProcess([...SEED, '--visits', '1000'], cwd, { err });

    const text = written.join('').replaceAll(CLEAR_LINE, '<clear>');
    expect(text).toMatch(/<clear> {3}conflict\.conflictvisitmaps · [\d,]+ rows/);
    expect(text).toContain('<clear>   indexes and statistics · ');
    expect(text).toMatch(/<clear>Loaded conflict\.conflictvisitmaps: [\d,]+ rows\n/);
  });

  it('gives its memory to a script as well', async () => {
    const end = await runInProcess([...SEED, '--visits', '100', '--json', '--quiet'], cwd);

    expect(JSON.parse(end.out)).toMatchObject({ memory: { processPeakBytes: 123 * 2 ** 20 } });
    expect(end.err).toBe('');
  });

  it('changes nothing when the disk is too small for it', async () => {
    await runInProcess([...SEED, '--visits', '200', '--quiet'], cwd);

    const end = await runInProcess([...SEED, '--visits', '500000000'], cwd);

    expect(end.exitCode).toBe(3);
    expect(end.err).toMatch(
      /simulator seed: 500,000,000 visits need about 2302\.7 GB of disk, and \d+\.\d GB are free at "\//,
    );
    expect(await countVisits()).toEqual([{ visits: 200 }]);
  });

  it('frees what a killed seed has left before it looks at the disk', async () => {
    await read('create schema conflict_loading');

    await runInProcess([...SEED, '--visits', '500000000', '--quiet'], cwd);

    expect(await listSchemas()).toEqual(onlyFinished);
  });

  it('leaves the old data and nothing else when it is stopped', async () => {
    await runInProcess([...SEED, '--visits', '300', '--quiet'], cwd);
    const stop = new AbortController();
    const err = {
      isTerminal: false,
      write(text: string): void {
        if (text.includes('analytics.dimcaregiver')) stop.abort(new StopRequestedError('SIGINT'));
      },
    };

    const args = [...SEED, '--visits', '50000'];
    const end = await runInProcess(args, cwd, { err, signal: stop.signal });

    expect(end.exitCode).toBe(130);
    expect(await listSchemas()).toEqual(onlyFinished);
    expect(await countVisits()).toEqual([{ visits: 300 }]);
  });

  it('refuses another pipeline, and says what it knows', async () => {
    const end = await runInProcess(['seed', 'claims'], path.join(cwd));

    expect(end.exitCode).toBe(2);
    expect(end.err).toContain('Unexpected argument "claims"');
  });
});
