import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { serveFile, type ServedFile } from './serve-file.ts';

describe('serveFile', () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'any name.csv');
  let served: ServedFile;
  beforeAll(async () => {
    writeFileSync(file, 'Company\nÄcme\n');
    served = await serveFile(file);
  });
  afterAll(() => served.close());

  it('gives the file with its length, on the loopback', async () => {
    const response = await fetch(served.url);

    expect(served.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(served.url).toBe(`${served.origin}/award_data.csv`);
    expect(response.headers.get('content-type')).toBe('text/csv');
    expect(response.headers.get('content-length')).toBe('14');
    expect(await response.text()).toBe('Company\nÄcme\n');
  });

  it.each([
    ['GET', '/'],
    ['GET', '/any%20name.csv'],
    ['GET', '/../award_data.csv/'],
    ['POST', '/award_data.csv'],
  ])('answers %s %s with 404', async (method, path) => {
    const response = await fetch(`${served.origin}${path}`, { method });

    expect(response.status).toBe(404);
  });

  it('survives a file that is gone', async () => {
    const missing = await serveFile(path.join(folder, 'none.csv'));

    await expect(fetch(missing.url)).rejects.toThrow();
    expect((await fetch(`${missing.origin}/`)).status).toBe(404);
    await missing.close();
    await expect(fetch(missing.url)).rejects.toThrow();
  });
});
