import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { startOpener } from '../../test/opener.ts';
import { temporaryFolder, untilGone } from '../../test/temporary-engine.ts';
import { commandLineOf, isAlive } from '../state/processes.ts';
import { withNeo4j } from './ask-neo4j.ts';
import type { DockerNeo4j } from './docker-neo4j.ts';
import { emptyNeo4j } from './empty-neo4j.ts';
import type { Neo4jEngine } from './neo4j-engine.ts';
import { canEmbedNeo4j } from './neo4j-programs.ts';
import { openNeo4j, openNeo4jWith } from './open-neo4j.ts';
import { readServerPid } from './recover-home.ts';

/** The first start on a machine fetches 125 MB. */
const FIRST_START_MS = 600_000;
const START_MS = 180_000;
const ENV = { ...process.env, NEO4J_URI: undefined, PIPELINES_NO_DOCKER: '1' };

const describeWithJava = canEmbedNeo4j(ENV) ? describe : describe.skip;

let folder: { path: string; remove(): Promise<void> };

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(() => folder.remove());

const homeOf = (dataDir: string): string => join(dataDir, 'neo4j/home');

const keptAnswers = (engine: Neo4jEngine): Promise<unknown[]> =>
  withNeo4j(engine, async (session) => {
    const { records } = await session.run('MATCH (kept:Kept) RETURN kept.answer AS answer');
    return records.map((record) => record.get('answer') as unknown);
  });

describeWithJava('an embedded Neo4j (needs Java 17 or newer)', () => {
  let engine: Neo4jEngine;
  const lines: string[] = [];

  beforeAll(async () => {
    const dataDir = join(folder.path, 'kept');
    engine = await openNeo4j({ dataDir, env: ENV, onProgress: (line) => lines.push(line) });
  }, FIRST_START_MS);

  afterAll(() => engine.stop());

  it('is the pinned version, and says what it did', () => {
    expect(engine).toMatchObject({ provider: 'embedded', version: '5.26.30', database: 'neo4j' });
    expect(lines.at(-1)).toMatch(/^Neo4j 5\.26\.30 \(embedded\) on port \d+$/);
    expect(lines.join('\n')).not.toContain(engine.password);
  });

  it('listens on the loopback alone, below the ports of outgoing connections', async () => {
    const addresses = Object.values(networkInterfaces()).flat();
    const outside = addresses.find((one) => one?.family === 'IPv4' && !one.internal)?.address;
    const port = Number(new URL(engine.uri).port);

    expect(engine.uri).toBe(`bolt://127.0.0.1:${port}`);
    expect(port).toBeLessThan(32_768);
    if (outside !== undefined) {
      const uri = `bolt://${outside}:${port}`;
      const asking = withNeo4j({ ...engine, uri }, (session) => session.run('RETURN 1'));
      await expect(asking).rejects.toMatchObject({ code: 'ServiceUnavailable' });
    }
  });

  it('lets nobody in without the password, which only this user can read', async () => {
    const wrong = { ...engine, password: 'not the password' };
    const file = await stat(join(folder.path, 'kept/neo4j/password'));
    const home = await stat(homeOf(join(folder.path, 'kept')));

    const entering = withNeo4j(wrong, (session) => session.run('RETURN 1'));

    await expect(entering).rejects.toMatchObject({
      code: 'Neo.ClientError.Security.Unauthorized',
    });
    expect([file.mode & 0o777, home.mode & 0o777]).toEqual([0o600, 0o700]);
  });

  it('gives its server nothing of the environment, and no password on the command line', async () => {
    const pid = (await readServerPid(homeOf(join(folder.path, 'kept')))) ?? 0;
    const commandLine = await commandLineOf(pid);

    expect(commandLine).toContain('-Xmx512m');
    expect(commandLine).not.toContain(engine.password);
    if (process.platform === 'linux') {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
      expect(environment).not.toContain('HOME=');
    }
  });

  it('loads CSV from its import folder, and from no other place', async () => {
    const outside = join(folder.path, 'outside.csv');
    await writeFile(join(homeOf(join(folder.path, 'kept')), 'import/inside.csv'), 'inside\n');
    await writeFile(outside, 'outside\n');
    const load = (path: string) =>
      withNeo4j(engine, async (session) => {
        const { records } = await session.run(`LOAD CSV FROM 'file://${path}' AS line RETURN line`);
        return records.map((record) => record.get('line') as unknown);
      });

    expect(await load('/inside.csv')).toEqual([['inside']]);
    await expect(load(outside)).rejects.toMatchObject({
      code: 'Neo.ClientError.Statement.ExternalResourceFailed',
    });
  });

  it('is shared by a second opener, whose stop only detaches', async () => {
    const second = await openNeo4j({ dataDir: join(folder.path, 'kept'), env: ENV });
    await second.stop();

    expect(second).toMatchObject({ provider: 'shared', uri: engine.uri });
    expect(await keptAnswers(engine)).toEqual([]);
  });

  it('can be emptied, of constraints and indexes too', async () => {
    await withNeo4j(engine, async (session) => {
      await session.run('CREATE CONSTRAINT kept FOR (n:Kept) REQUIRE n.id IS UNIQUE');
      await session.run('CREATE INDEX answer FOR (n:Kept) ON (n.answer)');
      await session.run('CREATE (:Kept)-[:OF]->(:Kept)');
    });

    await emptyNeo4j(engine);

    const left = await withNeo4j(engine, async (session) => {
      const nodes = await session.run('MATCH (n) RETURN n');
      const indexes = await session.run('SHOW INDEXES YIELD name');
      return nodes.records.length + indexes.records.length;
    });
    expect(left).toBe(0);
  });

  it('falls back to itself, with a note, when Docker cannot pull', async () => {
    const notes: string[] = [];
    const docker: DockerNeo4j = {
      isEngineRunning: async () => true,
      start: () => Promise.reject(new Error('pull access denied')),
    };

    const opened = await openNeo4jWith(
      {
        docker,
        openEmbedded: async () => ({ connection: boltOf(engine), stop: async () => undefined }),
      },
      { dataDir: join(folder.path, 'pull'), env: {}, onProgress: (line) => notes.push(line) },
    );

    expect(opened.provider).toBe('embedded');
    expect(notes).toContain('Docker answers, its Neo4j does not start: pull access denied');
  });

  it('gives way to Docker when its container answers', async () => {
    const docker: DockerNeo4j = {
      isEngineRunning: async () => true,
      start: async () => ({ connection: boltOf(engine), stop: async () => undefined }),
    };

    const opened = await openNeo4jWith(
      { docker, openEmbedded: () => Promise.reject(new Error('not asked for')) },
      { dataDir: join(folder.path, 'docker'), env: {} },
    );

    expect(opened).toMatchObject({ provider: 'testcontainers', version: '5.26.30' });
  });

  it('is taken as given by NEO4J_URI, and then never stopped', async () => {
    const given = await openNeo4j({
      dataDir: join(folder.path, 'given'),
      env: {
        NEO4J_URI: engine.uri,
        NEO4J_USERNAME: engine.user,
        NEO4J_PASSWORD: engine.password,
      },
    });
    await given.stop();

    expect(given).toMatchObject({ provider: 'given', version: '5.26.30', database: 'neo4j' });
    expect(await keptAnswers(engine)).toEqual([]);
  });

  it('names the code, and not the password, when a given server refuses it', async () => {
    const opening = openNeo4j({
      dataDir: join(folder.path, 'given'),
      env: { NEO4J_URI: engine.uri, NEO4J_PASSWORD: 'canary-password' },
    });

    const error = await opening.catch((caught: unknown) => caught);

    expect(error).toMatchObject({
      name: 'GivenNeo4jUnreachableError',
      code: 'Neo.ClientError.Security.Unauthorized',
    });
    expect((error as Error).message).not.toContain('canary-password');
  });

  it(
    'ends with its stop, and is back with data, password and port at the next opening',
    async () => {
      const dataDir = join(folder.path, 'kept');
      await withNeo4j(engine, (session) => session.run('CREATE (:Kept {answer: "42"})'));
      const pid = (await readServerPid(homeOf(dataDir))) ?? 0;
      const before = engine;
      await engine.stop();
      expect(isAlive(pid)).toBe(false);

      engine = await openNeo4j({ dataDir, env: ENV });

      expect(engine).toMatchObject({ uri: before.uri, password: before.password });
      expect(await keptAnswers(engine)).toEqual(['42']);
    },
    START_MS,
  );
});

describeWithJava('a Neo4j whose owner dies (needs Java 17 or newer)', () => {
  const open = async (dataDir: string): ReturnType<typeof startOpener> =>
    startOpener(dataDir, {
      program: join(import.meta.dirname, '../../test/neo4j-opener-program.ts'),
    });

  it(
    'ends with it at SIGKILL',
    async () => {
      const dataDir = join(folder.path, 'killed');
      const opener = await open(dataDir);
      const server = (await readServerPid(homeOf(dataDir))) ?? 0;
      expect(isAlive(server)).toBe(true);

      opener.process.kill('SIGKILL');

      await opener.ended;
      await untilGone(server);
    },
    START_MS,
  );

  it(
    'is stopped by the next opener if its supervisor died too, and its data is there',
    async () => {
      const dataDir = join(folder.path, 'orphaned');
      const opener = await open(dataDir);
      const orphan = (await readServerPid(homeOf(dataDir))) ?? 0;
      const supervisor = await parentOf(orphan);
      const watcher = (await childrenOf(supervisor)).find((pid) => pid !== orphan) ?? 0;
      for (const pid of [watcher, supervisor, opener.pid]) process.kill(pid, 'SIGKILL');
      await opener.ended;
      expect(isAlive(orphan)).toBe(true);

      const engine = await openNeo4j({ dataDir, env: ENV, isThrowaway: true });

      expect(isAlive(orphan)).toBe(false);
      expect(await keptAnswers(engine)).toEqual(['42']);
      await engine.stop();
    },
    START_MS,
  );
});

function boltOf(engine: Neo4jEngine): {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
} {
  const { user, password, database } = engine;
  const url = new URL(engine.uri);
  return { host: url.hostname, port: Number(url.port), user, password, database };
}

async function parentOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').map(Number);
}
