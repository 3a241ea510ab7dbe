import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { StopRequestedError } from '@pipelines/command-line';
import { BYTES_PER_AWARD } from '../src/files/assert-file-space.ts';
import { CLEAR_LINE } from '../src/report/terminal-line.ts';
import { runInProcess } from './run-in-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SEED = ['seed', 'sbir', '--as-of', '2025-11-20T00:00:00Z'];

interface Written {
  readonly folder: string;
  readonly files: readonly {
    readonly file: string;
    readonly rows: number;
    readonly bytes: number;
  }[];
}

/** No byte can be stored below /proc: a full disk that needs no filling. */
const itOnLinux = process.platform === 'linux' ? it : it.skip;

describe('simulator seed sbir', () => {
  const cwd = temporaryFolder();
  const read = (...parts: readonly string[]): string =>
    readFileSync(path.join(cwd, ...parts), 'utf8');

  it('writes the award file and the company files into the data folder', async () => {
    const end = await runInProcess([...SEED, '--awards', '50'], cwd);

    const names = readdirSync(path.join(cwd, '.simulator/sbir'));
    expect(end.exitCode).toBe(0);
    expect(names).toHaveLength(10);
    expect(names.filter((name) => /company_search.*\.csv$/.test(name))).toHaveLength(9);
    expect(read('.simulator/sbir/award_data.csv')).toMatch(/^Company,"Award Title",/);
    expect(end.out).toMatch(/^ *50 {2}award_data\.csv\n/);
    expect(end.out).toMatch(/ rows in 10 files\n$/);
    expect(end.err).toMatch(/^Wrote 0\.\d MB to ".*\.simulator\/sbir": [\d,]+ rows\/s\n$/);
  });

  it('writes the same bytes for the same seed, and others for another', async () => {
    const args = [...SEED, '--awards', '30', '--quiet', '--random-seed'];
    await runInProcess([...args, '7', '--out', 'a'], cwd);
    await runInProcess([...args, '7', '--out', 'b'], cwd);
    await runInProcess([...args, '8', '--out', 'c'], cwd);

    expect(read('a/award_data.csv')).toBe(read('b/award_data.csv'));
    expect(read('a/award_data.csv')).not.toBe(read('c/award_data.csv'));
  });

  it('gives a script folder, rows and bytes of what lies there', async () => {
    const end = await runInProcess([...SEED, '--awards', '40', '--json', '--out', 'j'], cwd);

    const { folder, files } = JSON.parse(end.out) as Written;
    const [awards] = files;
    expect(folder).toBe(path.join(cwd, 'j'));
    expect(awards).toEqual({
      file: 'award_data.csv',
      rows: 40,
      bytes: Buffer.byteLength(read('j/award_data.csv')),
    });
  });

  it('takes no more disk than it checks for', async () => {
    const end = await runInProcess([...SEED, '--awards', '2000', '--json', '--out', 'd'], cwd);

    const { files } = JSON.parse(end.out) as Written;
    const bytesPerAward = files.reduce((sum, { bytes }) => sum + bytes, 0) / 2_000;
    expect(bytesPerAward).toBeLessThan(BYTES_PER_AWARD);
    expect(bytesPerAward).toBeGreaterThan(BYTES_PER_AWARD * 0.9);
  });

  itOnLinux('writes nothing where the disk is too small', async () => {
    const end = await runInProcess([...SEED, '--awards', '1000000', '--out', '/proc/sbir'], cwd);

    expect(end).toEqual({
      exitCode: 3,
      out: '',
      err:
        'simulator seed: 1,000,000 awards need about 2.0 GB of disk, and 0.0 GB are free at ' +
        '"/proc". Earlier files stay until the new are complete. ' +
        'Free some space, use --out on another disk, or lower --awards.\n',
    });
  });

  it('shows on a terminal how far it is', async () => {
    const written: string[] = [];
    const err = { isTerminal: true, write: (text: string) => void written.push(text) };

    await runInProcess([...SEED, '--awards', '400', '--out', 't'], cwd, { err });

    const text = written.join('').replaceAll(CLEAR_LINE, '<clear>');
    expect(text).toMatch(/^<clear> {3}award_data\.csv · [\d,]+ rows/);
  });

  it('leaves the earlier files and nothing half written when it is stopped', async () => {
    await runInProcess([...SEED, '--awards', '20', '--quiet', '--out', 's'], cwd);
    writeFileSync(path.join(cwd, 's/award_data.csv'), 'earlier');
    const before = readdirSync(path.join(cwd, 's'));
    const stop = new AbortController();
    const err = {
      isTerminal: true,
      write: () => stop.abort(new StopRequestedError('SIGINT')),
    };

    const args = [...SEED, '--awards', '5000', '--out', 's'];
    const end = await runInProcess(args, cwd, { err, signal: stop.signal });

    expect(end.exitCode).toBe(130);
    expect(readdirSync(path.join(cwd, 's'))).toEqual(before);
    expect(read('s/award_data.csv')).toBe('earlier');
  });

  it('has help of its own, and the help of seed points to it', async () => {
    const own = await runInProcess(['seed', 'sbir', '--help'], cwd);
    const general = await runInProcess(['seed', '--help'], cwd);

    expect(own.out).toContain('--random-seed S');
    expect(own.out.split('\n').length).toBeLessThanOrEqual(25);
    expect(general.out).toContain('simulator seed sbir --help');
  });

  it.each([
    ['--awards', '0', 'awards must be from 1'],
    ['--awards', '1e3', '--awards "1e3" is not a whole number'],
    ['--visits', '1', 'Unknown option "--visits"'],
  ])('refuses %s %s', async (option, value, message) => {
    const end = await runInProcess([...SEED, option, value], cwd);

    expect(end.exitCode).toBe(2);
    expect(end.err).toContain(message);
  });
});
