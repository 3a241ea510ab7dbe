import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeCliFolder, type CliFolder } from './cli-fixture.ts';
import { startStepCloud, type StepCloud } from './step-cloud.ts';

const SOURCE = ['--csv', 'award_data.csv', '--no-neo4j', '--run-date', '2026-11-23', '--quiet'];

describe('the command line on a bucket', () => {
  let folder: CliFolder;
  let cloud: StepCloud;

  beforeAll(async () => {
    folder = await makeCliFolder();
    cloud = await startStepCloud('sbir-data');
  });

  afterAll(async () => {
    await cloud.stop();
    await folder.remove();
  });

  it('leaves it empty in a dry run', async () => {
    const { code } = await folder.cli(['run', '--bucket', 'sbir-data', '--dry-run', ...SOURCE]);

    const keys: string[] = [];
    for await (const { key } of cloud.store.list('')) keys.push(key);
    expect({ code, keys }).toEqual({ code: 0, keys: [] });
  });

  it('takes the bucket of the option, else that of the environment', async () => {
    const first = await folder.json(['run', '--bucket', 'sbir-data', ...SOURCE], {
      env: { S3_BUCKET: 'another-bucket' },
    });
    const status = await folder.json(['status'], { env: { S3_BUCKET: 'sbir-data' } });
    const other = await folder.json(['status'], { env: { SBIR_ANALYTICS_S3_BUCKET: 'sbir-data' } });

    expect(first).toMatchObject({ status: 'success', copies: expect.any(Array) });
    expect(status).toMatchObject({ last_success: { sha256: first['sha256'] }, lock: null });
    expect(other).toEqual(status);
  });
});
