import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StopRequestedError } from '@pipelines/command-line';
import { createVirtualClock } from '@pipelines/core';
import { awardsOf, makeCliFolder, type CliFolder } from './cli-fixture.ts';

const DATA = ['--data-dir', 'data'];
const WEEK = [...DATA, '--csv', 'award_data.csv', '--no-neo4j', '--run-date', '2026-11-23'];
const SHA = /^[0-9a-f]{64}$/;

describe('the command line on a folder', () => {
  let folder: CliFolder;

  beforeAll(async () => {
    folder = await makeCliFolder();
  });

  afterAll(() => folder.remove());

  const keys = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const { key, etag } of folder.files.list('')) found.push(`${key} ${etag}`);
    return found;
  };

  it('changes nothing in a dry run, and reports what a run would find', async () => {
    const before = await keys();

    const document = await folder.json(['run', ...WEEK, '--dry-run']);

    expect(document).toMatchObject({
      status: 'success',
      dry_run: true,
      row_count: 200,
      copies: [],
      output: { pass_rate: expect.any(Number), digest_counts: { removed: 0 } },
    });
    expect(await keys()).toEqual(before);
  });

  it('refreshes a file, a step a line on stderr and the outcome on stdout', async () => {
    const { code, out, err } = await folder.cli(['run', ...WEEK]);

    expect(code).toBe(0);
    expect(out).toMatch(/^Refreshed 200 awards of 2026-11-23 in \d+\.\d s\n {2}status: success\n/);
    expect(
      err
        .replaceAll(/\d+\.\d s/g, 'N s')
        .split('\n')
        .sort(),
    ).toEqual([
      '',
      'DownloadCSV N s',
      'EnrichmentChecks N s',
      'IngestionChecks N s',
      'ProfileInputs N s',
      'RecordSuccess N s',
      'ValidateDataset N s',
    ]);
    expect(await folder.files.head('state/lock.json')).toBeUndefined();
  });

  it('names the file of this machine without its folder in all records', async () => {
    const manifest = await folder.files.readText('artifacts/2026-11-23/run_manifest.json');

    expect(manifest).toContain('"url": "file:///award_data.csv"');
    expect(manifest).not.toContain(folder.cwd);
  });

  it('says that nothing has changed, without progress when quiet', async () => {
    const { code, out, err } = await folder.cli(['run', ...WEEK, '--quiet']);

    expect({ code, out, err }).toEqual({
      code: 0,
      out: 'Nothing has changed: 200 awards, looked at on 2026-11-23\n',
      err: '',
    });
  });

  it('shows the log of the steps with -v', async () => {
    const { err } = await folder.cli(['run', ...WEEK, '-v', '--quiet']);

    expect(err).toContain('"message":"step finished"');
  });

  it.each([
    ['download', ['--csv', 'award_data.csv'], { changed: false, uploaded: false }],
    ['validate', [], { metadata_s3_key: 'artifacts/2026-11-23/metadata.json' }],
    ['profile', [], { company_files: 9 }],
    ['ingest', [], { passed: true, summary: { total_records: 200 } }],
    ['enrich', [], { match_rate: expect.any(Number) }],
  ])('does %s alone', async (name, options, body) => {
    const document = await folder.json([name, ...DATA, '--no-neo4j', ...options]);

    expect(document).toMatchObject({ status: 'success', ...body });
  });

  it('takes the input as JSON or from a file, and options over it', async () => {
    await writeFile(join(folder.cwd, 'input.json'), '{"pass_rate_threshold": 0.5}');

    const fromFile = await folder.json(['ingest', ...DATA, '--input', '@input.json']);
    const over = await folder.json([
      ...['ingest', ...DATA, '--input', '{"pass_rate_threshold": 0.5}'],
      ...['--threshold', '0.25'],
    ]);

    expect(fromFile).toMatchObject({ summary: { threshold: 0.5 } });
    expect(over).toMatchObject({ summary: { threshold: 0.25 } });
  });

  it('ends with 4 where the data did not pass, in a run and in a step', async () => {
    const step = await folder.cli(['ingest', ...DATA, '--threshold', '1']);
    const run = await folder.cli(['run', ...WEEK, '--force', '--threshold', '1', '--json']);

    expect(step.code).toBe(4);
    expect(step.out).toContain('ingest: validation_failed\n');
    expect(run.code).toBe(4);
    expect(JSON.parse(run.out)).toEqual({
      status: 'error',
      error_type: 'ValidationFailed',
      error: expect.stringContaining('Pass rate 0.'),
    });
    expect(run.err).toContain('sbir-refresh run: Pass rate 0.');
  });

  it('says what changed at the last run, and between any two vintages', async () => {
    await writeFile(folder.awardFile, awardsOf({ awards: 150 }));
    const first = await folder.json(['status', ...DATA]);
    await folder.cli(['run', ...WEEK, '--run-date', '2026-11-30', '--quiet']);
    const second = await folder.json(['status', ...DATA]);
    const [from, to] = [first, second].map(
      ({ last_success }) => (last_success as { sha256: string }).sha256,
    );

    const recorded = await folder.json(['digest', ...DATA]);
    const there = await folder.json(['digest', ...DATA, '--from', `${from}`, '--to', `${to}`]);
    const back = await folder.json([
      ...['digest', ...DATA, '--from', `${to}`.slice(0, 16)],
      ...['--to', `${from}`.slice(0, 16)],
    ]);

    expect([from, to]).toEqual([expect.stringMatching(SHA), expect.stringMatching(SHA)]);
    const { counts } = recorded as { counts: { added: number; removed: number } };
    expect(counts.removed).toBeGreaterThan(0);
    expect(there).toMatchObject({ counts, sha256: to, previous_sha256: from });
    expect(back).toMatchObject({ counts: { added: counts.removed, removed: counts.added } });
  });

  it('shows the lock, and removes it when its time is over or when it must', async () => {
    const clock = createVirtualClock(Date.parse('2026-11-23T09:00:00Z'));
    const lock = {
      owner: 'dead host',
      acquired_at: '2026-11-23T08:00:00.000Z',
      expires_at: '2026-11-23T10:10:00.000Z',
    };
    const put = () => folder.files.write('state/lock.json', JSON.stringify(lock));
    await put();

    const status = await folder.json(['status', ...DATA], { clock });
    const run = await folder.cli(['run', ...WEEK], { clock });
    const live = await folder.cli(['unlock', ...DATA], { clock });
    const forced = await folder.cli(['unlock', ...DATA, '--force'], { clock });
    await put();
    await clock.advanceBy(2 * 3_600_000);
    const stale = await folder.cli(['unlock', ...DATA], { clock });
    const none = await folder.cli(['unlock', ...DATA], { clock });

    expect(status).toMatchObject({ lock: { ...lock, is_expired: false } });
    expect([run.code, live.code, forced.code, stale.code, none.code]).toEqual([6, 6, 0, 0, 0]);
    expect(run.err).toContain('dead host has the lock');
    expect(live.err).toContain('dead host has the lock');
    expect([stale.out, none.out]).toEqual([
      'Removed the lock of dead host.\n',
      'There is no lock.\n',
    ]);
  });

  it('gives the lock back when it is told to stop', async () => {
    const stop = new AbortController();
    const events: string[] = [];

    const { code } = await folder.cli(['run', ...WEEK, '--force'], {
      signal: stop.signal,
      err: (line) => {
        events.push(line);
        stop.abort(new StopRequestedError('SIGINT'));
      },
    });

    expect(code).toBe(130);
    expect(events[0]).toMatch(/^DownloadCSV/);
    expect(events.filter((line) => line.startsWith('RecordSuccess'))).toEqual([]);
    expect(await folder.files.head('state/lock.json')).toBeUndefined();
  });
});
