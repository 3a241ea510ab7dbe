import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { putFakeJava } from '../../test/fake-java.ts';
import { pollUntil } from '../poll-until.ts';
import { isAlive } from '../state/processes.ts';
import { openStateFolder, readIfPresent } from '../state/state-folder.ts';
import { openEmbeddedNeo4j } from './embedded-neo4j.ts';
import type { OpenNeo4jOptions, StartedNeo4j } from './neo4j-engine.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-neo4j-'));
  await mkdir(join(folder, 'cache/neo4j-5.26.30'), { recursive: true });
});

afterEach(() => rm(folder, { recursive: true }));

/** A launcher that finds this test's `java` and no jars to fetch. */
async function open(
  script: string | undefined,
  more: Partial<OpenNeo4jOptions> = {},
): Promise<StartedNeo4j> {
  const version = 'case "$1" in -version) echo \'version "17.0.15"\'; exit;; esac\n';
  await putFakeJava(join(folder, 'bin/java'), script === undefined ? undefined : version + script);
  const env = { PATH: join(folder, 'bin'), PIPELINES_CACHE_DIR: join(folder, 'cache') };
  const options = { dataDir: folder, env, isThrowaway: true, ...more };
  return openEmbeddedNeo4j(await openStateFolder(folder, 'neo4j'), options);
}

const settings = (): Promise<string> =>
  readFile(join(folder, 'neo4j/home/conf/neo4j.conf'), 'utf8');

describe('openEmbeddedNeo4j', () => {
  it('takes the next port when one was lost since it was looked at', async () => {
    const tried = join(folder, 'tried');
    const server = await open(
      `cat ${folder}/neo4j/home/conf/neo4j.conf | grep bolt.listen >>${tried}
       if [ "$(grep -c . ${tried})" = 1 ]; then echo "bind failed: Address already in use"; exit 1; fi
       echo "INFO  Started."; while :; do sleep 0.05; done`,
    );

    await server.stop();

    const ports = (await readFile(tried, 'utf8')).trim().split('\n');
    expect(ports).toHaveLength(2);
    expect(ports[1]).not.toBe(ports[0]);
    expect(ports[1]).toBe(`server.bolt.listen_address=127.0.0.1:${server.connection.port}`);
  });

  it('says what the server said when it does not start, and does not try again', async () => {
    const opening = open(`echo tried >>${folder}/tries; echo "Store is locked"; exit 1`);

    await expect(opening).rejects.toMatchObject({
      name: 'Neo4jStartError',
      message: 'Embedded Neo4j failed at "start": Store is locked',
    });
    expect(await readFile(join(folder, 'tries'), 'utf8')).toBe('tried\n');
  });

  it('ends at the signal, and leaves no server', async () => {
    const aborted = new AbortController();
    const opening = open(`echo $$ >${folder}/pid; while :; do sleep 0.05; done`, {
      signal: aborted.signal,
    });
    opening.catch(() => undefined);
    const pid = await pollUntil(
      async () => Number(await readIfPresent(join(folder, 'pid'))) || undefined,
      {
        intervalMs: 10,
      },
    );

    aborted.abort(new Error('enough'));

    await expect(opening).rejects.toThrow('enough');
    expect(isAlive(pid ?? 0)).toBe(false);
  });

  it('opens Bolt on the loopback, and nothing else', async () => {
    const server = await open(`echo "INFO  Started."; while :; do sleep 0.05; done`);
    await server.stop();

    expect(await settings()).toContain('server.default_listen_address=127.0.0.1\n');
    expect(await settings()).toContain('server.http.enabled=false\n');
    expect(await settings()).toContain('server.https.enabled=false\n');
  });
});
