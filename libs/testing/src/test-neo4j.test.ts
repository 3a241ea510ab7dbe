import { beforeAll, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  describeWithNeo4j,
  startTestNeo4j,
  TEST_NEO4J_TIMEOUT_MS,
  type TestNeo4j,
} from './test-neo4j.ts';

describeWithNeo4j('startTestNeo4j', () => {
  let neo4j: TestNeo4j;

  beforeAll(async () => {
    neo4j = await startTestNeo4j();
  }, TEST_NEO4J_TIMEOUT_MS);

  it('gives every caller of a process the same engine', async () => {
    const { engine } = await startTestNeo4j();

    expect(engine.uri).toBe(neo4j.engine.uri);
    expect(engine.provider).toBe('shared');
  });

  it('uses the server of NEO4J_TEST_URI', async () => {
    const { uri, user, password } = neo4j.engine;

    const guest = await startTestNeo4j({
      NEO4J_TEST_URI: uri,
      NEO4J_TEST_USER: user,
      NEO4J_TEST_PASSWORD: password,
    });

    expect(guest.engine).toMatchObject({ provider: 'given', uri });
  });

  it('deletes the folder of a run that has ended', async () => {
    const ended = spawn(process.execPath, ['-e', '']);
    await once(ended, 'exit');
    const name = `pipelines-test-neo4j-${ended.pid}`;
    await mkdir(join(tmpdir(), name), { recursive: true });

    await startTestNeo4j();

    expect(await readdir(tmpdir())).not.toContain(name);
  });
});
