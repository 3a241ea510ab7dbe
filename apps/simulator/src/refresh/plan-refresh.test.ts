import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { planRefresh, type RefreshLine } from './plan-refresh.ts';
import { withSource } from './with-source.ts';

const cwd = temporaryFolder();
for (const name of [
  'seeded/sbir/award_data.csv',
  'seeded/sbir/b-company_search_2.csv',
  'seeded/sbir/a-company_search_1.csv',
  'other/awards.csv',
  'other/x-company_search_3.csv',
  'other/company_search.txt',
  'none/readme.md',
]) {
  mkdirSync(path.join(cwd, path.dirname(name)), { recursive: true });
  writeFileSync(path.join(cwd, name), '');
}
const plan = (line: Partial<RefreshLine>) =>
  planRefresh({
    source: undefined,
    companies: undefined,
    asOf: undefined,
    input: {},
    dataDir: 'empty',
    cwd,
    ...line,
  });
const at = (name: string): string => path.join(cwd, name);

describe('planRefresh', () => {
  it('takes the seeded files where the line names none', async () => {
    expect(await plan({ dataDir: 'seeded' })).toEqual({
      sourceFile: at('seeded/sbir/award_data.csv'),
      companyFiles: ['a-company_search_1', 'b-company_search_2'].map((name) =>
        at(`seeded/sbir/${name}.csv`),
      ),
      areCompaniesNamed: false,
      input: {},
    });
    expect(await plan({})).toEqual({
      sourceFile: undefined,
      companyFiles: [],
      areCompaniesNamed: false,
      input: {},
    });
  });

  it('takes the files that the line names', async () => {
    const found = await plan({ dataDir: 'seeded', source: 'other/awards.csv', companies: 'other' });

    expect(found.sourceFile).toBe(at('other/awards.csv'));
    expect(found.companyFiles).toEqual([at('other/x-company_search_3.csv')]);
    expect(found.areCompaniesNamed).toBe(true);
  });

  it('leaves a source that the input names', async () => {
    const input = { source_url: 'https://data.www.sbir.gov/a.csv' };

    expect((await plan({ dataDir: 'seeded', input })).sourceFile).toBeUndefined();
    expect((await plan({ dataDir: 'seeded', input: { source_url: null } })).sourceFile).toBe(
      at('seeded/sbir/award_data.csv'),
    );
  });

  it('makes a run date of --as-of', async () => {
    const { input } = await plan({ asOf: '2025-11-20T01:00:00+02:00', input: { a: 1 } });

    expect(input).toEqual({ a: 1, run_date: '2025-11-19' });
  });

  it.each([
    [{ source: 'none.csv' }, 'ENOENT'],
    [{ source: 'other' }, 'is not a file'],
    [{ companies: 'no-folder' }, 'ENOENT'],
    [{ companies: 'none' }, 'holds no file like'],
    [{ source: 'other/awards.csv', input: { source_url: 'https://x.org' } }, 'not both'],
    [{ input: [] }, 'must be a JSON object'],
  ])('refuses %j', async (line, message) => {
    await expect(plan(line)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(message),
    });
  });
});

describe('withSource', () => {
  const base = {
    companyFiles: [],
    areCompaniesNamed: false,
    sourceFile: at('other/awards.csv'),
    input: { a: 1 },
  };

  it('serves the file while the work lasts, and allows its full origin beside the usual hosts', async () => {
    const url = await withSource(base, { A: 'b' }, async ({ env, input }) => {
      const source = input['source_url'] as string;
      expect((await fetch(source)).status).toBe(200);
      expect(env).toEqual({
        A: 'b',
        MIN_SOURCE_BYTES: '1',
        ALLOWED_SOURCE_HOSTS: `data.www.sbir.gov,${new URL(source).origin}`,
      });
      expect(input['a']).toBe(1);
      return source;
    });

    await expect(fetch(url)).rejects.toThrow();
  });

  it('keeps the hosts that the user allows', async () => {
    const env = { ALLOWED_SOURCE_HOSTS: 'mirror.example.org' };

    const hosts = await withSource(base, env, async (own) => own.env['ALLOWED_SOURCE_HOSTS']);

    expect(hosts).toMatch(/^mirror\.example\.org,http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('changes nothing without a file, but for the bucket of the input', async () => {
    const setting = await withSource(
      { ...base, sourceFile: undefined, input: { s3_bucket: 'other-bucket' } },
      {},
      async (own) => own,
    );

    expect(setting).toEqual({
      env: { S3_BUCKET: 'other-bucket' },
      input: { s3_bucket: 'other-bucket' },
    });
  });
});
