import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { putFakeJava } from '../../test/fake-java.ts';
import { archiveArguments } from './class-archive.ts';
import type { Neo4jPrograms } from './neo4j-programs.ts';

let cache: string;
let lines: string[];

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'class-archive-'));
  lines = [];
});

afterEach(() => rm(cache, { recursive: true }));

const programs = (): Neo4jPrograms => ({
  java: { path: join(cache, 'java'), version: '17.0.15' },
  jars: join(cache, 'jars'),
  cache,
});

async function start(times: number): Promise<readonly string[]> {
  let given: readonly string[] = [];
  for (let time = 0; time < times; time += 1) {
    given = await archiveArguments(programs(), { onProgress: (line) => lines.push(line) });
  }
  return given;
}

describe('archiveArguments', () => {
  it('makes no archive for the first six starts', async () => {
    expect(await start(6)).toEqual([]);
    expect(lines).toEqual([]);
  });

  it('makes it once, at the seventh, and has it used from then on', async () => {
    await putFakeJava(join(cache, 'java'));
    const archive = join(cache, 'neo4j-5.26.30-java-17.0.15.jsa');

    const seventh = await start(7);
    const eighth = await start(1);

    expect(seventh).toEqual([`-XX:SharedArchiveFile=${archive}`, '-Xshare:auto']);
    expect(eighth).toEqual(seventh);
    expect(lines).toEqual(['Preparing quicker starts of Neo4j, once: about 20 s']);
    expect(await readdir(cache)).not.toContain('neo4j-5.26.30-java-17.0.15.jsa.partial');
  });

  it('starts without one when it cannot be made, and tries again only six starts later', async () => {
    await putFakeJava(join(cache, 'java'), 'echo "no room"; exit 1');

    expect(await start(7)).toEqual([]);
    expect(lines.at(-1)).toBe('Not prepared: Embedded Neo4j failed at "start": no room\n'.trim());
    lines = [];
    await start(6);

    expect(lines).toEqual([]);
  });
});
