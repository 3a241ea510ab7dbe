import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@pipelines/core';
import { generateAwardFile, generateCompanyFiles } from '@pipelines/sample-data';
import { handler } from '../src/handlers/run-all.ts';
import {
  answers,
  sends,
  type SourceServer,
  startSourceServer,
  type Reply,
} from './source-server.ts';
import { startStepCloud, type StepCloud } from './step-cloud.ts';

const SAMPLE = { awards: 300, seed: 5, asOf: '2026-11-23' };
const awardsOf = (change: object): string =>
  [...generateAwardFile({ ...SAMPLE, ...change }).chunks()].join('');
const MIN_BYTES = '1000';

describe('run-all, without a graph', () => {
  let cloud: StepCloud;
  let server: SourceServer;
  let source: Reply = sends(awardsOf({}));

  beforeAll(async () => {
    cloud = await startStepCloud('sbir-data');
    server = await startSourceServer([(...call) => source(...call)]);
    Object.assign(process.env, {
      ALLOWED_SOURCE_HOSTS: server.origin,
      MIN_SOURCE_BYTES: MIN_BYTES,
    });
    for (const file of generateCompanyFiles(SAMPLE)) {
      await cloud.store.write(`raw/companies/${file.name}`, [...file.chunks()].join(''));
    }
  });

  afterAll(async () => {
    await server.stop();
    await cloud.stop();
  });

  const eventOf = (input: JsonObject): JsonObject => ({
    source_url: `${server.origin}/a.csv`,
    run_date: '2026-11-23',
    run_neo4j: false,
    ...input,
  });
  async function run(input: JsonObject = {}) {
    const { statusCode, body } = await handler(eventOf(input));
    return { statusCode, ...(JSON.parse(body) as JsonObject) };
  }
  const locked = async (): Promise<boolean> =>
    (await cloud.store.head('state/lock.json')) !== undefined;

  it('refreshes a changed file, and says so in text', async () => {
    const answer = await run();

    expect(answer).toEqual({
      statusCode: 200,
      status: 'success',
      message: 'Refreshed 300 awards on 2026-11-23',
      csv_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      has_changes: true,
    });
    expect(await locked()).toBe(false);
  });

  it('puts the file where data paths look for it', async () => {
    for (const name of ['award_data.csv', 'award_data_2026-11-23.csv']) {
      const info = await cloud.store.head(`data/raw/sbir/${name}`);

      expect(info).toMatchObject({
        contentType: 'text/csv',
        metadata: {
          csv_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
          upload_date: '2026-11-23',
        },
      });
      expect(await cloud.store.readText(`data/raw/sbir/${name}`)).toBe(awardsOf({}));
    }
  });

  it('records in whose name it ran, and what it was asked for', async () => {
    const manifest = JSON.parse(
      await cloud.store.readText('artifacts/2026-11-23/run_manifest.json'),
    ) as JsonObject;

    expect(manifest).toMatchObject({
      execution_arn: expect.stringMatching(/^run-all:manual-\d+$/),
      input: eventOf({}),
    });
  });

  it('ends at once when the same file is there again, and makes good a missing copy', async () => {
    await cloud.store.delete('data/raw/sbir/award_data.csv');

    const answer = await run({ run_date: '2026-11-24' });

    expect(answer).toMatchObject({
      statusCode: 200,
      status: 'skipped',
      message: 'Nothing has changed; looked on 2026-11-24',
      has_changes: false,
    });
    expect(await cloud.store.head('data/raw/sbir/award_data.csv')).toBeDefined();
    expect(await cloud.store.head('data/raw/sbir/award_data_2026-11-24.csv')).toBeUndefined();
  });

  it('goes through an unchanged file when it is forced', async () => {
    const { body } = await handler({
      httpMethod: 'POST',
      body: JSON.stringify(eventOf({ force_refresh: true })),
    });

    expect(JSON.parse(body)).toMatchObject({ status: 'success', has_changes: false });
  });

  it.each([
    ['an unknown field', { run_neo4J: false }, 400, 'ValidationError: Invalid event'],
    ['a foreign bucket', { s3_bucket: 'other' }, 400, 'ValidationError: s3_bucket'],
    ['a foreign source', { source_url: 'https://example.com/a.csv' }, 400, 'SourceRejectedError'],
  ])('answers %s with its name, and gives the lock back', async (_, input, status, message) => {
    const answer = await run(input);

    expect(answer).toMatchObject({ statusCode: status, status: 'error' });
    expect(answer).toHaveProperty('message', expect.stringContaining(message));
    expect(await locked()).toBe(false);
  });

  it('stops below the pass rate with the words of the machine, and publishes nothing', async () => {
    source = sends(awardsOf({ awards: 250 }));
    const before = await cloud.store.head('data/raw/sbir/award_data.csv');

    const answer = await run({ pass_rate_threshold: 1 });
    const thrown = handler({ ...eventOf({ pass_rate_threshold: 1 }), raise_on_error: true });

    expect(answer).toMatchObject({
      statusCode: 400,
      message: expect.stringMatching(
        /^ValidationFailed: Pass rate 0\.\d+ is below 1(\.0)?\. Report: artifacts\/2026-11-23\//,
      ),
    });
    await expect(thrown).rejects.toMatchObject({ name: 'ValidationFailed' });
    expect((await cloud.store.head('data/raw/sbir/award_data.csv'))?.etag).toBe(before?.etag);
  });

  it('does nothing while another run has the lock', async () => {
    const lock = {
      owner: 'another host',
      acquired_at: new Date().toISOString(),
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    };
    await cloud.store.write('state/lock.json', JSON.stringify(lock));
    const requests = server.requests.length;

    const answer = await run();

    expect(answer).toMatchObject({
      statusCode: 500,
      message: expect.stringContaining('LockHeldError: another host has the lock'),
    });
    expect(server.requests).toHaveLength(requests);
    expect(JSON.parse(await cloud.store.readText('state/lock.json'))).toEqual(lock);
    await cloud.store.delete('state/lock.json');
  });

  it('ends before its Lambda does, and gives the lock back', async () => {
    // Never answers: the source is asked until the time is over.
    source = () => undefined;
    const startMs = Date.now();
    const invocation = {
      awsRequestId: '1',
      getRemainingTimeInMillis: () => startMs + 4_000 - Date.now(),
    };

    const { statusCode, body } = await handler(eventOf({}), invocation);

    expect(statusCode).toBe(500);
    expect(JSON.parse(body)).toMatchObject({
      message: expect.stringContaining('TaskTimeoutError: The refresh did not end within 2 s'),
    });
    expect(await locked()).toBe(false);
  });

  it('tries a source again that is not there for a moment, as the machine does', async () => {
    let requests = 0;
    const file = sends(awardsOf({}));
    source = (...call) => ((requests += 1) <= 3 ? answers(503) : file)(...call);

    const answer = await run({ force_refresh: true });

    expect(answer).toMatchObject({ statusCode: 200, status: 'success' });
    expect(requests).toBe(4);
  });
});
