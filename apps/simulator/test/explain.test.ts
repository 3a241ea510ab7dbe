import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { findLeaks } from '@pipelines/testing';
import { goldenA } from './golden-set.ts';
import { folderWithEngine, queryInProcess, runInProcess } from './run-in-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

jest.setTimeout(120_000);

describe('simulator explain --mock', () => {
  const cwd = temporaryFolder();

  it('shows an example without a database', async () => {
    const end = await runInProcess(['explain', 'V-1', 'V-2', '--mock', '--ascii'], cwd);

    expect([end.exitCode, end.err]).toEqual([0, '']);
    expect(end.out).toContain('Visit: V-1, performed, 2025-01-18 08:00:00 to');
    expect(end.out).toContain(
      '[WARNING] Rule 7 DistanceFlag: 20.00 miles at 35 mph take 34.29 min; the gap is 30.00 min',
    );
    expect(end.out).toContain('\nConflict by rule 7: TASK_02 refreshes the pair\n');
  });

  it('wants two visits', async () => {
    const end = await runInProcess(['explain', 'V-1', '--mock'], cwd);

    expect(end.exitCode).toBe(2);
    expect(end.err).toContain('Missing argument CON_VISIT_ID.');
  });

  it('passes on what the Lambda refuses, without the value', async () => {
    const end = await runInProcess(['explain', 'V-1', 'long'.repeat(13), '--mock'], cwd);

    expect(end.exitCode).toBe(1);
    expect(end.err).toContain('con_visit_id: must have at most 50 characters');
    expect(end.err).not.toContain('longlong');
  });

  it('says what is missing in the settings, with exit code 3', async () => {
    const env = { POSTGRES_HOST: 'localhost' };

    const end = await runInProcess(['explain', 'V-1', 'V-2'], cwd, { env });

    expect(end.exitCode).toBe(3);
    expect(end.err).toContain('Missing required Postgres configuration: POSTGRES_DATABASE');
  });
});

describe('simulator explain on golden set A', () => {
  const cwd = folderWithEngine();
  beforeAll(async () => {
    await runInProcess(['seed', '--from', path.join(goldenA, 'input'), '--quiet'], cwd);
  });

  const explain = (...args: readonly string[]) =>
    runInProcess(['explain', ...args, '--as-of', '2025-01-20T14:30:00Z', '--quiet'], cwd);

  it('tells a conflict from none, and shows nothing of the people', async () => {
    const [firing, touching, excluded] = [
      await explain('R7pos-a', 'R7pos-b'),
      await explain('R4T-a', 'R4T-b'),
      await explain('XS-a', 'XS-b'),
    ];

    expect([firing, touching, excluded].map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(firing.out).toContain('Conflict by rule 7: TASK_02 refreshes the pair');
    expect(touching.out).toContain('Rule 4 SchOverAnotherSchTimeFlag: They touch');
    expect(touching.out).toContain('No conflict: none of the seven rules fires');
    expect(excluded.out).toContain('❌ Visit: The SSN of the caregiver is excluded');
    expect(excluded.out).toContain('TASK_02 does not compare these visits');
    const caregivers = readFileSync(path.join(goldenA, 'input/analytics.dimcaregiver.csv'), 'utf8');
    const ssns = [...new Set(caregivers.match(/\b\d{3}-\d{2}-\d{4}\b/g))];
    const log = readFileSync(path.join(cwd, '.simulator/logs/etl_pipeline.log'), 'utf8');
    const texts = [firing, touching, excluded].flatMap(({ out, err }) => [out, err]);
    expect(findLeaks([...texts, log], ssns)).toEqual([]);
  });

  it('prints nothing but JSON with --json', async () => {
    const end = await explain('R7pos-a', 'R7pos-b', '--json');

    expect(JSON.parse(end.out)).toMatchObject({ action: 'explain', comparison: { miles: 20 } });
  });

  it('says so when TASK_02 could not run either', async () => {
    await queryInProcess('update conflict.settings set "ExtraDistancePer" = null', cwd);

    const end = await explain('R7pos-a', 'R7pos-b');

    expect(end.exitCode).toBe(1);
    expect(end.err).toContain('cannot run until "settings has extra distance per"');
  });
});
