import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryStore, type FileStore } from '@pipelines/s3-files';
import { publishCopies } from './publish-copies.ts';

const KEY = 'raw/awards/2026-11-23/award_data.csv';
const CURRENT = 'data/raw/sbir/award_data.csv';
const DATED = 'data/raw/sbir/award_data_2026-11-23.csv';

describe('publishCopies', () => {
  let files: FileStore;

  beforeEach(async () => {
    files = createMemoryStore();
    await files.write(KEY, 'Company\nA\n', { metadata: { sha256: 'a' } });
  });

  const publish = (sha256: string, isProcessed: boolean) =>
    publishCopies(files, { s3Key: KEY, sha256, runDate: '2026-11-23' }, isProcessed);

  it('writes the current copy and the one of the day, with hash and date', async () => {
    expect(await publish('a', true)).toEqual([CURRENT, DATED]);
    expect(await files.readText(DATED)).toBe('Company\nA\n');
    expect(await files.head(CURRENT)).toMatchObject({
      contentType: 'text/csv',
      metadata: { csv_hash: 'a', upload_date: '2026-11-23' },
    });
  });

  it('leaves alone what is there, and replaces what is another file', async () => {
    await publish('a', true);

    expect(await publish('a', true)).toEqual([]);
    expect(await publish('b', true)).toEqual([CURRENT, DATED]);
  });

  it('makes good only the current copy of a file that was not processed', async () => {
    expect(await publish('a', false)).toEqual([CURRENT]);
    expect(await publish('a', false)).toEqual([]);
  });
});
