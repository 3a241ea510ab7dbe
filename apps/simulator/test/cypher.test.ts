import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { canEmbedNeo4j, openNeo4j, type Neo4jEngine } from '@pipelines/local-cloud';
import path from 'node:path';
import { machineEnv, runInProcess } from './run-in-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The first start on a machine fetches 125 MB. */
jest.setTimeout(600_000);

const env = { ...machineEnv, PATH: process.env['PATH'], JAVA_HOME: process.env['JAVA_HOME'] };

const describeWithJava = canEmbedNeo4j(env) ? describe : describe.skip;

describeWithJava('simulator cypher (needs Java 17 or newer)', () => {
  const cwd = temporaryFolder();
  let engine: Neo4jEngine;
  beforeAll(async () => {
    engine = await openNeo4j({ dataDir: path.join(cwd, '.simulator'), env, isThrowaway: true });
  });
  afterAll(() => engine?.stop());

  const ask = (...args: readonly string[]) =>
    runInProcess(['cypher', ...args, '--quiet'], cwd, { env });

  it('prints rows as cypher-shell does, and objects for a script', async () => {
    const statement = 'UNWIND [1, 2] AS n RETURN n, "a" + n AS text, date("2025-03-01") AS day';

    const plain = await ask(statement);
    const json = await ask(statement, '--json');

    expect(plain).toEqual({
      exitCode: 0,
      out: 'n, text, day\n1, "a1", 2025-03-01\n2, "a2", 2025-03-01\n',
      err: '',
    });
    expect(JSON.parse(json.out)).toEqual([
      { n: 1, text: 'a1', day: '2025-03-01' },
      { n: 2, text: 'a2', day: '2025-03-01' },
    ]);
  });

  it('changes the graph only when it is told to', async () => {
    const refused = await ask('CREATE (:Kept)');
    const written = await ask('CREATE (:Kept)', '--write');
    const { out } = await ask('MATCH (k:Kept) RETURN k');

    expect(refused.exitCode).toBe(1);
    expect(refused.err).toContain('simulator cypher: ');
    expect(written).toEqual({ exitCode: 0, out: '', err: '' });
    expect(out).toBe('k\n(:Kept)\n');
  });

  it('says what is wrong with a statement', async () => {
    const end = await ask('MATCH (');

    expect(end.exitCode).toBe(1);
    expect(end.err).toMatch(/^simulator cypher: .*[Ii]nvalid/);
  });
});

describe('simulator cypher without a graph', () => {
  const cwd = temporaryFolder();

  it('names the given server that does not answer', async () => {
    const end = await runInProcess(['cypher', 'RETURN 1'], cwd, {
      env: { NEO4J_URI: 'bolt://127.0.0.1:1' },
    });

    expect(end.exitCode).toBe(3);
    expect(end.err).toContain('Neo4j at "127.0.0.1", given by NEO4J_URI, does not answer');
  });

  it('says in two lines how to get one where nothing can run it', async () => {
    const end = await runInProcess(['cypher', 'RETURN 1', '--quiet'], cwd, {
      env: { PATH: cwd, PIPELINES_NO_DOCKER: '1', JAVA_HOME: undefined },
    });

    expect(end.exitCode).toBe(3);
    expect(end.err).toMatch(/No Neo4j: .*\nOne of these helps: /);
  });
});
