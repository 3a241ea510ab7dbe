import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runInProcess } from './run-in-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const BUCKET = 's3://sbir-analytics-production-data';
const TIME = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;

describe('simulator s3', () => {
  const cwd = temporaryFolder();
  const s3 = (...args: readonly string[]) => runInProcess(['s3', ...args], cwd);
  const write = (name: string, text: string): void => {
    mkdirSync(path.join(cwd, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(cwd, name), text);
  };

  it('has the bucket of the refresh from the beginning', async () => {
    const end = await s3('ls');

    expect(end).toEqual({
      exitCode: 0,
      out: expect.stringMatching(new RegExp(`^${TIME} sbir-analytics-production-data\n$`)),
      err: '',
    });
    expect((await s3('ls', BUCKET)).exitCode).toBe(0);
  });

  it('copies up, across and down, and says so as the AWS CLI does', async () => {
    write('in/a.csv', 'Company\nÄcme\n');

    const up = await s3('cp', 'in/a.csv', `${BUCKET}/raw/`);
    const across = await s3('cp', `${BUCKET}/raw/a.csv`, `${BUCKET}/b c.csv`);
    const down = await s3('cp', `${BUCKET}/b c.csv`, 'out/');
    const named = await s3('cp', `${BUCKET}/b c.csv`, 'here.csv');
    const shown = await s3('cp', `${BUCKET}/raw/a.csv`, '-');

    expect(up.out).toBe(`upload: in/a.csv to ${BUCKET}/raw/a.csv\n`);
    expect(across.out).toBe(`copy: ${BUCKET}/raw/a.csv to ${BUCKET}/b c.csv\n`);
    expect(down.out).toBe(`download: ${BUCKET}/b c.csv to out/b c.csv\n`);
    expect(named.out).toBe(`download: ${BUCKET}/b c.csv to ./here.csv\n`);
    expect(shown.out).toBe('Company\nÄcme\n');
    expect(readFileSync(path.join(cwd, 'out/b c.csv'), 'utf8')).toBe('Company\nÄcme\n');
    expect(readFileSync(path.join(cwd, 'here.csv'), 'utf8')).toBe('Company\nÄcme\n');
  });

  it('lists in the columns of the AWS CLI', async () => {
    write('x.json', '{"a":1}');
    await s3('cp', 'x.json', `${BUCKET}/list/deep/er/x.json`);
    await s3('cp', 'x.json', `${BUCKET}/list/x.json`);

    const flat = await s3('ls', `${BUCKET}/list/`);
    const prefix = await s3('ls', `${BUCKET}/list`);
    const all = await s3('ls', '--recursive', `${BUCKET}/list/`);

    expect(flat.out).toMatch(new RegExp(`^ {27}PRE deep/\n${TIME} {10}7 x\\.json\n$`));
    expect(prefix.out).toBe(`${' '.repeat(27)}PRE list/\n`);
    expect(all.out).toMatch(
      new RegExp(`^${TIME} {10}7 list/deep/er/x\\.json\n${TIME} {10}7 list/x\\.json\n$`),
    );
  });

  it('gives a script objects', async () => {
    write('y.json', '{}');
    const copied = await s3('cp', 'y.json', `${BUCKET}/json/y.json`, '--json');

    const listed = await s3('ls', `${BUCKET}/json/`, '--json');

    expect(JSON.parse(copied.out)).toEqual({ from: './y.json', to: `${BUCKET}/json/y.json` });
    expect(JSON.parse(listed.out)).toEqual([
      { name: 'y.json', size: 2, modified: expect.stringMatching(/Z$/) },
    ]);
  });

  it.each([
    [['ls', `${BUCKET}/none/`], 1, `Nothing below ${BUCKET}/none/`],
    [['ls', 's3://no-such-bucket'], 1, 'No bucket s3://no-such-bucket'],
    [['cp', `${BUCKET}/none.csv`, 'n.csv'], 1, `No object ${BUCKET}/none.csv`],
    [['cp', `${BUCKET}/none.csv`, '-'], 1, `No object ${BUCKET}/none.csv`],
    [['cp', `${BUCKET}/none.csv`, `${BUCKET}/x`], 1, `No object ${BUCKET}/none.csv`],
    [['cp', 'no-file.csv', BUCKET], 2, 'no such file'],
    [['cp', '.', BUCKET], 2, 'is not a file'],
    [['cp', 'a', 'b'], 2, 'SRC or DST must be s3://BUCKET/KEY'],
    [['cp', `${BUCKET}/raw/`, 'b'], 2, 'names no object'],
    [['ls', 'bucket'], 2, '"bucket" is not of the form s3://bucket/key'],
    [['lss'], 2, 's3 knows ls and cp. Did you mean "ls"?'],
    [['cp', 'a'], 2, 'Missing argument DST'],
    [['ls', 's3://a', 's3://b'], 2, 'Unexpected argument "s3://b"'],
  ])('ends %j with %d', async (args, exitCode, message) => {
    const end = await s3(...args);

    expect(end.exitCode).toBe(exitCode);
    expect(end.out).toBe('');
    expect(end.err).toContain(message);
  });
});
