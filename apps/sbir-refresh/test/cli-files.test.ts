import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { awardsOf, makeCliFolder, type CliFolder } from './cli-fixture.ts';

describe('validate and profile, on files of this machine', () => {
  let folder: CliFolder;

  beforeAll(async () => {
    folder = await makeCliFolder();
    await writeFile(folder.awardFile, awardsOf({ awards: 150 }));
  });

  afterAll(() => folder.remove());

  it('validates a file that is in no bucket, and writes what the earlier program wrote', async () => {
    const args = ['validate', 'award_data.csv', '--metadata-dir', 'meta', '--run-date'];
    const outputs = ['--summary-path', 'summary.md', '--gha-output', 'outputs.txt'];

    await folder.cli([...args, '2026-11-23', ...outputs]);
    await writeFile(folder.awardFile, awardsOf({ awards: 100 }));
    const second = await folder.json([
      ...[...args, '2026-11-23', ...outputs],
      ...['--previous-metadata', 'meta/latest.json'],
    ]);

    const inFolder = (name: string): string => join(folder.cwd, name);
    const first = JSON.parse(await readFile(inFolder('meta/2026-11-23.json'), 'utf8')) as object;
    expect(first).toMatchObject({ row_count: 150, row_delta: null, csv_path: 'award_data.csv' });
    expect(first).not.toHaveProperty('s3_key');
    expect(second).toMatchObject({
      row_count: 100,
      row_delta: -50,
      previous_metadata_path: 'meta/latest.json',
      metadata_path: expect.stringMatching(/meta\/2026-11-23-\d{6}\.json$/),
    });
    expect(await readFile(inFolder('summary.md'), 'utf8')).toContain('| Row delta | -50 ');
    const lines = (await readFile(inFolder('outputs.txt'), 'utf8')).split('\n');
    expect(lines.map((line) => line.split('=')[0])).toEqual([
      ...['metadata_path', 'latest_metadata_path', 'summary_path'],
      ...['metadata_path', 'latest_metadata_path', 'summary_path'],
      '',
    ]);
  });

  it('holds a file that is in no bucket against a schema of its own', async () => {
    await writeFile(join(folder.cwd, 'schema.json'), '{"columns": ["Company", "Other"]}');
    const args = ['validate', '--csv-path', 'award_data.csv', '--schema-path', 'schema.json'];

    const refused = await folder.cli(args);
    const allowed = await folder.json([...args, '--allow-schema-drift']);

    expect(refused.code).toBe(4);
    expect(allowed).toMatchObject({ schema: { missing_columns: ['Other'] } });
  });

  it('profiles files that are in no bucket, and writes what the earlier program wrote', async () => {
    const document = await folder.json([
      ...['profile', '--award-csv', 'award_data.csv', '--company-dir', '.'],
      ...['--output-json', 'out/profile.json', '--output-md', 'out/profile.md'],
      ...['--gha-output', 'profile.txt'],
    ]);

    const report = JSON.parse(
      await readFile(join(folder.cwd, 'out/profile.json'), 'utf8'),
    ) as object;
    expect(document).toMatchObject({ status: 'success', company_files: 9 });
    expect(report).toMatchObject({
      award: { path: folder.awardFile, row_count: 100 },
      totals: { company_files: 9 },
    });
    expect(await readFile(join(folder.cwd, 'out/profile.md'), 'utf8')).toContain(
      '# SBIR input dataset profile',
    );
    expect(await readFile(join(folder.cwd, 'profile.txt'), 'utf8')).toBe(
      [
        `inputs_profile_json=${join(folder.cwd, 'out/profile.json')}`,
        `inputs_profile_md=${join(folder.cwd, 'out/profile.md')}`,
        'schema_drift_detected=false\n',
      ].join('\n'),
    );
  });
});
