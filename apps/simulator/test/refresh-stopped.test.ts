import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { StopRequestedError } from '@pipelines/command-line';
import type { CliIo } from '../src/cli/cli-io.ts';
import { machineEnv, runInProcess, type CommandEnd } from './run-in-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

jest.setTimeout(120_000);

/** Much longer than a test may take: whoever waits for it fails. */
const DOWNLOAD_SECONDS = 600;
const FETCHING = 'Fetching Neo4j';
const AS_OF = ['--as-of', '2025-11-20T00:00:00Z'];

const describeOnUnix = process.platform === 'win32' ? describe.skip : describe;

describeOnUnix('Ctrl-C while Neo4j is fetched for the first time', () => {
  const cwd = temporaryFolder();

  /** A machine with a Java, a Maven that never ends, and nothing fetched yet. */
  function slowMachine(): CliIo['env'] {
    const bin = path.join(cwd, 'bin');
    mkdirSync(bin, { recursive: true });
    const programs = {
      java: `echo 'openjdk version "17.0.1"' >&2`,
      mvn: `exec sleep ${DOWNLOAD_SECONDS}`,
    };
    for (const [name, line] of Object.entries(programs)) {
      writeFileSync(path.join(bin, name), `#!/bin/sh\n${line}\n`);
      chmodSync(path.join(bin, name), 0o755);
    }
    const cache = path.join(cwd, 'cache');
    return {
      ...machineEnv,
      PATH: `${bin}:/usr/bin:/bin`,
      JAVA_HOME: undefined,
      PIPELINES_CACHE_DIR: cache,
    };
  }

  async function stopWhileFetching(args: readonly string[]): Promise<CommandEnd> {
    const stop = new AbortController();
    let shown = '';
    const err = {
      isTerminal: false,
      write(text: string): void {
        shown += text;
        if (text.includes(FETCHING)) stop.abort(new StopRequestedError('SIGINT'));
      },
    };
    const end = await runInProcess(args, cwd, { env: slowMachine(), err, signal: stop.signal });
    return { ...end, err: shown.slice(shown.indexOf(FETCHING)) };
  }

  it.each([
    ['demo', ['demo', '--visits', '200', '--once', '--ascii']],
    ['run', ['run', 'sbir-analytics-weekly-refresh', ...AS_OF]],
  ])('ends %s at once, with 130 and without another word', async (_, args) => {
    const end = await stopWhileFetching(args);

    expect(end.exitCode).toBe(130);
    expect(end.err.trim().split('\n')).toEqual([
      expect.stringMatching(/^Fetching Neo4j [\d.]+ with Maven, once: 125 MB$/),
    ]);
    expect(end.out).not.toContain('DownloadCSV');
  });
});
