import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createVirtualClock, type VirtualClock } from '@pipelines/core';
import {
  answers,
  type Reply,
  sends,
  type SourceServer,
  startSourceServer,
} from '../../test/source-server.ts';
import { fetchSource, type FetchOptions } from './fetch-source.ts';
import { requestSource } from './request-source.ts';
import { parseSourcePolicy } from './source-policy.ts';

const CSV = 'Company,"Award Title",Abstract\nAcme,One,"two\nlines"\r\nBeta,Two,\n';
const SHA256 = 'c2b91cfb70c473e23fdaf2ad0bfc4e35ad5f5976d1c693b8d1c757086cfc1812';

let tempDir: string;
let server: SourceServer | undefined;
let clock: VirtualClock;
let warnings: string[];

beforeEach(async () => {
  tempDir = await mkdtemp(join(tmpdir(), 'fetch-source-'));
  clock = createVirtualClock(1_800_000_000_000);
  warnings = [];
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  await rm(tempDir, { recursive: true, force: true });
});

async function fetchFrom(replies: readonly Reply[], changes: Partial<FetchOptions> = {}) {
  server = await startSourceServer(replies);
  const fetching = fetchSource(`${server.origin}/award_data.csv`, {
    policy: parseSourcePolicy(`data.www.sbir.gov,${server.origin}`),
    resolve: async () => [],
    clock,
    tempDir,
    leastBytes: 10,
    warn: (message) => warnings.push(message),
    ...changes,
  });
  return fetching;
}

/** Runs the waits between attempts without waiting, but never the limit of 600 s. */
async function fetchWithWaits(replies: readonly Reply[]) {
  const fetching = fetchFrom(replies);
  const settled = fetching.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([settled, nextTurn()]))) {
    if (clock.pendingTimers() > 1) await clock.advanceBy(1_000);
  }
  return fetching;
}

const nextTurn = (): Promise<false> =>
  new Promise((resolve) => {
    setImmediate(() => resolve(false));
  });

const rejected = { name: 'SourceRejectedError' };
const unavailable = { name: 'SourceUnavailableError' };

describe('fetchSource', () => {
  it('stages the body and counts its records and lines', async () => {
    const staged = await fetchFrom([sends(CSV)]);

    expect(staged).toMatchObject({ bytes: 63, rows: 2, lines: 4, sha256: SHA256 });
    expect(await readFile(staged.path, 'utf8')).toBe(CSV);
  });

  it('says who asks, and for what', async () => {
    await fetchFrom([sends(CSV)]);

    expect(server?.requests[0]).toMatchObject({
      path: '/award_data.csv',
      headers: {
        'user-agent': 'SBIR-Analytics-Lambda/1.0',
        accept: '*/*',
        'accept-encoding': 'gzip, deflate',
      },
    });
  });

  it.each([
    ['gzip', gzipSync(CSV)],
    ['deflate', deflateSync(CSV)],
    ['deflate', deflateRawSync(CSV)],
  ])('hashes and stores the bytes that come out of %s', async (encoding, body) => {
    const staged = await fetchFrom([sends(body, { 'content-encoding': encoding })]);

    expect(staged.sha256).toBe(SHA256);
    expect(await readFile(staged.path, 'utf8')).toBe(CSV);
  });

  it('takes a header behind a BOM', async () => {
    const staged = await fetchFrom([sends(`\uFEFF${CSV}`)]);

    expect(staged).toMatchObject({ bytes: 66, rows: 2 });
  });

  it.each([
    ['an HTML type', sends(CSV, { 'content-type': 'text/HTML; charset=utf-8' })],
    ['a page of another type', sends('\n  <!doctype html><title>Company</title>')],
    ['a page behind a BOM', sends('\uFEFF<html>Company,</html>')],
    ['another header', sends('Firm,Title\nAcme,One\n')],
    ['a field that only begins so', sends('Company Name,Title\nAcme,One\n')],
    ['nothing', sends('')],
    ['too little', sends('Company\nA')],
    ['status 404', answers(404)],
    ['status 403', answers(403)],
    ['status 204', answers(204)],
    ['an encoding of its own', sends(CSV, { 'content-encoding': 'br' })],
    ['a redirect to nowhere', answers(302)],
    ['a redirect to a private address', answers(302, { location: 'http://169.254.169.254/' })],
    ['a redirect to another host', answers(302, { location: 'https://evil.example/a.csv' })],
    ['a redirect to a file', answers(302, { location: 'file:///etc/passwd' })],
  ])('refuses %s at once and keeps nothing', async (_, reply) => {
    await expect(fetchFrom([reply])).rejects.toMatchObject(rejected);

    expect(server?.requests).toHaveLength(1);
    expect(await readdir(tempDir)).toEqual([]);
  });

  it('follows three redirects', async () => {
    const on: Reply = answers(302, { location: '/next' });

    const staged = await fetchFrom([on, on, answers(308, { location: 'next?a=1' }), sends(CSV)]);

    expect(staged.rows).toBe(2);
    expect(server?.requests.map(({ path }) => path)).toEqual([
      '/award_data.csv',
      '/next',
      '/next',
      '/next?a=1',
    ]);
  });

  it('does not follow a loop', async () => {
    const loop = fetchFrom([answers(302, { location: '/award_data.csv' })]);

    await expect(loop).rejects.toMatchObject(rejected);
    expect(server?.requests).toHaveLength(4);
  });

  it('asks the resolver anew for each redirect', async () => {
    const asked: string[] = [];
    const redirected = fetchFrom([answers(302, { location: 'https://data.www.sbir.gov/a' })], {
      resolve: async (host) => {
        asked.push(host);
        return ['10.0.0.1'];
      },
    });

    await expect(redirected).rejects.toMatchObject(rejected);
    expect(asked).toEqual(['data.www.sbir.gov']);
  });

  it('refuses a bomb before it is unpacked', async () => {
    const bomb = gzipSync(`Company\n${'x\n'.repeat(500_000)}`);

    const fetching = fetchFrom([sends(bomb, { 'content-encoding': 'gzip' })], {
      mostBytes: 100_000,
    });

    await expect(fetching).rejects.toMatchObject(rejected);
    expect(await readdir(tempDir)).toEqual([]);
  });

  it.each([
    ['500', answers(500)],
    ['503', answers(503)],
    ['408', answers(408)],
    ['429', answers(429)],
    ['a broken connection', (response) => response.destroy()],
    [
      'half of a body',
      (response) => {
        response.writeHead(200, { 'content-length': String(CSV.length) });
        response.write(CSV.slice(0, 40), () => response.destroy());
      },
    ],
    [
      'half of a chunked body',
      (response) => {
        response.writeHead(200);
        response.write(CSV.slice(0, 40), () => response.destroy());
      },
    ],
    ['truncated gzip', sends(gzipSync(CSV).subarray(0, -12), { 'content-encoding': 'gzip' })],
    ['no gzip at all', sends(CSV, { 'content-encoding': 'gzip' })],
    ['a body that ends inside quotes', sends('Company,Abstract\nAcme,"half of an abst')],
  ])('tries again after %s, and succeeds', async (_, reply) => {
    const staged = await fetchWithWaits([reply, sends(CSV)]);

    expect(staged.rows).toBe(2);
    expect(warnings).toHaveLength(1);
    expect(await readdir(tempDir)).toHaveLength(1);
  });

  it('gives up after three attempts, 2 and 4 s apart', async () => {
    const start = clock.now();

    await expect(fetchWithWaits([answers(500)])).rejects.toMatchObject({
      ...unavailable,
      message: 'The source answers with status 500',
    });

    expect(server?.requests).toHaveLength(3);
    expect(clock.now() - start).toBe(6_000);
    expect(await readdir(tempDir)).toEqual([]);
  });

  it('ends a body that never ends after 600 s in all', async () => {
    let begun: () => void = () => undefined;
    const isRunning = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const fetching = fetchFrom([
      (response) => {
        response.writeHead(200).write(CSV, () => begun());
      },
    ]);
    fetching.catch(() => undefined);
    await isRunning;

    await clock.advanceBy(600_000);

    await expect(fetching).rejects.toMatchObject({
      ...unavailable,
      message: 'The source took more than 600 s',
    });
    expect(server?.requests).toHaveLength(1);
    expect(await readdir(tempDir)).toEqual([]);
  });

  it('leaves no timer behind', async () => {
    await fetchFrom([sends(CSV)]);

    expect(clock.pendingTimers()).toBe(0);
  });
});

describe('requestSource', () => {
  it('connects to the address that was checked, whatever the name says now', async () => {
    server = await startSourceServer([sends(CSV)]);
    const url = new URL(`http://data.www.sbir.gov:${server.port}/a.csv`);

    const response = await requestSource(url, '127.0.0.1', new AbortController().signal);
    response.resume();

    expect(response.statusCode).toBe(200);
    expect(server.requests[0]?.headers.host).toBe(`data.www.sbir.gov:${server.port}`);
  });
});
