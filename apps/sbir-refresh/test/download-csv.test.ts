import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateAwardFile } from '@pipelines/sample-data';
import { handler } from '../src/handlers/download-csv.ts';
import { answers, sends, type SourceServer, startSourceServer } from './source-server.ts';
import { startStepCloud, type StepCloud } from './step-cloud.ts';

const BUCKET = 'sbir-data';
const AWARDS = [...generateAwardFile({ awards: 700, seed: 1, asOf: '2026-11-23' }).chunks()].join(
  '',
);
let cloud: StepCloud;
let server: SourceServer | undefined;

beforeAll(async () => {
  cloud = await startStepCloud(BUCKET);
});
afterAll(async () => {
  await server?.stop();
  await cloud.stop();
});

async function invoke(replies: Parameters<typeof startSourceServer>[0], event: object = {}) {
  await server?.stop();
  server = await startSourceServer(replies);
  process.env['ALLOWED_SOURCE_HOSTS'] = server.origin;
  const source_url = `${server.origin}/award_data.csv`;
  return handler({ source_url, run_date: '2026-11-23', ...event });
}

describe('the Lambda download-csv', () => {
  it('brings the file to S3, byte by byte', async () => {
    const { statusCode, body } = await invoke([sends(AWARDS)]);

    expect({ statusCode, body }).toMatchObject({
      statusCode: 200,
      body: {
        status: 'success',
        changed: true,
        uploaded: true,
        s3_bucket: BUCKET,
        s3_key: 'raw/awards/2026-11-23/award_data.csv',
        file_size: Buffer.byteLength(AWARDS),
        row_count: 700,
        run_date: '2026-11-23',
      },
    });
    const stored = await cloud.store.readText('raw/awards/2026-11-23/award_data.csv');
    expect(stored).toBe(AWARDS);
  });

  it('answers 400 for what no retry can cure, and stores nothing', async () => {
    const envelope = await invoke([sends('<html>Company</html>')], { run_date: '2026-11-24' });

    expect(envelope).toMatchObject({
      statusCode: 400,
      body: { status: 'error', error_type: 'SourceRejectedError' },
    });
    const key = 'raw/awards/2026-11-24/award_data.csv';
    expect(await cloud.store.head(key)).toBeUndefined();
  });

  it('throws by name when a machine is calling', async () => {
    const calling = invoke([answers(404)], { raise_on_error: true });

    await expect(calling).rejects.toMatchObject({ name: 'SourceRejectedError' });
  });

  it('reaches no other bucket', async () => {
    const envelope = await invoke([sends(AWARDS)], { s3_bucket: 'attacker' });

    expect(envelope).toMatchObject({ statusCode: 400, body: { error_type: 'ValidationError' } });
    expect(server?.requests).toEqual([]);
  });
});
