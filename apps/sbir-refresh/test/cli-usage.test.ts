import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commands } from '../src/cli/commands.ts';
import { makeCliFolder, type CliFolder } from './cli-fixture.ts';

const DATA = ['--data-dir', 'data'];

describe('a command line that is wrong', () => {
  let folder: CliFolder;

  beforeAll(async () => {
    folder = await makeCliFolder();
  });

  afterAll(() => folder.remove());

  it.each([
    [['no-such-command'], 2, 'Unknown command "no-such-command".'],
    [['run', ...DATA, '--no-such-option'], 2, 'Unknown option "--no-such-option".'],
    [['run', ...DATA, 'extra'], 2, 'Unexpected argument "extra".'],
    [['run'], 2, 'Give --bucket or --data-dir, or set S3_BUCKET.'],
    [['run', ...DATA, '--bucket', 'b'], 2, 'not both'],
    [['run', ...DATA, '--csv', 'a.csv', '--source-url', 'https://x.test/'], 2, 'not both'],
    [['run', ...DATA, '--input', 'canary'], 2, '--input must be a JSON object'],
    [['run', ...DATA, '--input', '@none.json'], 2, 'ENOENT'],
    [['run', ...DATA, '--input', '{"run_neo4J": false}'], 2, 'run_neo4J'],
    [['run', ...DATA, '--run-date', 'monday'], 2, 'run_date'],
    [['run', ...DATA, '--threshold', '95'], 2, '--threshold must be a number, from 0 to 1.'],
    [['run', ...DATA, '--time-budget', '0'], 2, '--time-budget must be a number, at least 1.'],
    [['run', ...DATA, '--csv', 'none.csv'], 2, 'The source file cannot be read (ENOENT)'],
    [['run', ...DATA, '--source-url', 'https://x.test/'], 4, 'ALLOWED_SOURCE_HOSTS'],
    [['load', ...DATA, '--dry-run'], 2, 'A load has no dry run'],
    [['load', ...DATA, '--resume', '--run-date', '2026-11-23'], 2, 'There is no load to resume'],
    [['smoke', ...DATA, '--dry-run'], 2, 'no dry run'],
    [['digest', ...DATA, '--from', 'a'], 2, 'Give --from and --to, or neither.'],
    [['digest', ...DATA, '--from', 'a', '--to', 'b'], 2, '16 hex digits'],
    [['ingest', '--data-dir', 'empty'], 2, 'There is no file under raw/awards/'],
    [['digest', '--data-dir', 'empty'], 2, 'There was no successful run yet'],
    [['validate', 'none.csv'], 3, 'none.csv" cannot be read (ENOENT)'],
    [['validate', 'award_data.csv', '--run-date', 'x'], 2, 'run_date'],
    [['validate', 'award_data.csv', '--gha-output', 'o'], 2, '--gha-output needs --metadata-dir'],
    [['profile', '--award-csv', 'award_data.csv'], 2, 'or none of them'],
    [['load', ...DATA, '--profile', 'other'], 2, 'award-company or unified'],
  ])('%# ends %j with %d', async (args, code, message) => {
    const end = await folder.cli(args);

    expect(end).toMatchObject({ code, out: '' });
    expect(end.err).toContain(message);
    expect(end.err).not.toContain('canary');
  });

  it('has help for each command, which fits one screen', async () => {
    const overview = await folder.cli(['--help']);

    for (const name of Object.keys(commands)) {
      const { code, out } = await folder.cli([name, '--help']);
      expect([name, code]).toEqual([name, 0]);
      expect(out).toMatch(new RegExp(`^Usage: sbir-refresh ${name}`));
      expect(out.split('\n').length).toBeLessThan(25);
      expect(overview.out).toContain(`  ${name} `);
    }
    expect((await folder.cli([])).code).toBe(2);
    expect((await folder.cli(['--version'])).out).toBe('0.0.0\n');
  });
});
