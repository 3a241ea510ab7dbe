import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { downloadCsvBody, downloadCsvEvent } from '@pipelines/contracts';
import { createVirtualClock } from '@pipelines/core';
import { createMemoryStore, type FileStore } from '@pipelines/s3-files';
import { SourceRejectedError } from '../errors/source-rejected-error.ts';
import { downloadCsv, type DownloadPorts } from './download-csv.ts';

const SHA = 'ab'.repeat(32);
const KEY = 'raw/awards/2026-11-23/award_data.csv';
const LAST_WEEK = 'raw/awards/2026-11-16/award_data.csv';

let folder: string;
let files: FileStore;
let asked: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-csv-'));
  files = createMemoryStore();
  asked = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function run(event: object = {}, ports: Partial<DownloadPorts> = {}) {
  return downloadCsv(downloadCsvEvent.parse(event), {
    files,
    bucket: 'sbir-data',
    clock: createVirtualClock(Date.parse('2026-11-23T09:00:00Z')),
    defaultSourceUrl: 'https://data.www.sbir.gov/award_data.csv',
    fetchSource: async (url) => {
      asked.push(url);
      const path = join(folder, 'staged.csv');
      await writeFile(path, 'Company\nAcme\n');
      return { path, sha256: SHA, bytes: 13, rows: 1, lines: 2 };
    },
    ...ports,
  });
}

async function recordSuccess(changes: object = {}): Promise<void> {
  await files.write(LAST_WEEK, 'Company\nAcme\n');
  const record = { sha256: SHA, s3_key: LAST_WEEK, graph_loaded: true, ...changes };
  await files.write('state/last_success.json', JSON.stringify(record));
}

describe('downloadCsv', () => {
  it('stores the first file and says so in every field', async () => {
    const body = await run();

    expect(downloadCsvBody.parse(body)).toEqual({
      status: 'success',
      changed: true,
      s3_bucket: 'sbir-data',
      s3_key: KEY,
      sha256: SHA,
      previous_sha256: null,
      file_size: 13,
      row_count: 1,
      line_count: 2,
      source_url: 'https://data.www.sbir.gov/award_data.csv',
      downloaded_at: '2026-11-23T09:00:00.000Z',
      run_date: '2026-11-23',
      uploaded: true,
    });
    expect(await files.readText(KEY)).toBe('Company\nAcme\n');
    expect(await files.head(KEY)).toMatchObject({
      contentType: 'text/csv',
      metadata: {
        sha256: SHA,
        source_url: 'https://data.www.sbir.gov/award_data.csv',
        downloaded_at: '2026-11-23T09:00:00.000Z',
      },
    });
  });

  it('stores nothing and names the recorded object when the file is the same', async () => {
    await recordSuccess();

    const body = await run();

    expect(body).toMatchObject({
      changed: false,
      uploaded: false,
      s3_key: LAST_WEEK,
      previous_sha256: SHA,
    });
    expect(await files.head(KEY)).toBeUndefined();
  });

  it.each([
    ['another hash', { sha256: 'cd'.repeat(32) }, {}, { changed: true, uploaded: true }],
    ['force', {}, { force_refresh: true }, { changed: false, uploaded: true }],
    ['a lost object', { s3_key: 'raw/awards/gone.csv' }, {}, { changed: false, uploaded: true }],
    ['no graph yet', { graph_loaded: false }, {}, { changed: true, uploaded: false }],
    [
      'no graph wanted',
      { graph_loaded: false },
      { run_neo4j: false },
      { changed: false, uploaded: false },
    ],
  ])('decides by %s', async (_, record, event, decision) => {
    await recordSuccess(record);

    expect(await run(event)).toMatchObject(decision);
  });

  it.each([
    [{ run_date: '2026-01-02', started_at: '2026-11-20T23:59:59Z' }, '2026-01-02'],
    [{ started_at: '2026-11-20T23:30:00-05:00' }, '2026-11-21'],
    [{}, '2026-11-23'],
  ])('takes the date of %j', async (event, date) => {
    const body = await run(event);

    expect(body.run_date).toBe(date);
    expect(body.s3_key).toBe(`raw/awards/${date}/award_data.csv`);
  });

  it('asks the source of the event', async () => {
    const source_url = 'https://data.www.sbir.gov/other.csv?token=secret';

    await run({ source_url });

    expect(asked).toEqual([source_url]);
    expect((await files.head(KEY))?.metadata['source_url']).toBe(
      'https://data.www.sbir.gov/other.csv',
    );
  });

  it('makes no object of a rejected body', async () => {
    const fetchSource = async () => Promise.reject(new SourceRejectedError('a page'));

    await expect(run({}, { fetchSource })).rejects.toMatchObject({ name: 'SourceRejectedError' });
    expect(await files.head(KEY)).toBeUndefined();
  });

  it('refuses a record that it cannot read, instead of taking everything for new', async () => {
    await files.write('state/last_success.json', '{"sha256": 5}');

    await expect(run()).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it.each([
    ['success', {}],
    [
      'failure',
      { files: { ...createMemoryStore(), write: () => Promise.reject(new Error('no')) } },
    ],
  ])('leaves nothing in the temporary folder after %s', async (_, ports) => {
    await run({}, ports).catch(() => undefined);

    expect(await readdir(folder)).toEqual([]);
  });
});
