import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const REPOSITORY = join(import.meta.dirname, '../../..');
const DOCKERFILE = join(REPOSITORY, 'apps/container/Dockerfile');
const DIST = join(REPOSITORY, 'dist/apps/container');
const FUNCTIONS = ['etl-pipeline-function', 'load-neo4j'];

interface Instruction {
  readonly name: string;
  readonly value: string;
}

/** The instructions of a Dockerfile, one a line as ours has them. */
function instructionsOf(file: string): readonly Instruction[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', value = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
      return { name, value };
    });
}

const valuesOf = (instructions: readonly Instruction[], name: string): readonly string[] =>
  instructions.filter((one) => one.name === name).map(({ value }) => value);

describe.each(FUNCTIONS)('the image of %s', (name) => {
  const folder = join(DIST, name);
  const instructions = instructionsOf(DOCKERFILE);

  it('is built by the one Dockerfile', () => {
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(readFileSync(DOCKERFILE, 'utf8'));
  });

  it('has the Node.js of the repository, by its version', () => {
    const version = readFileSync(join(REPOSITORY, '.nvmrc'), 'utf8').trim();

    expect(valuesOf(instructions, 'FROM')).toEqual([`node:${version}-bookworm-slim`]);
  });

  it('uses instructions that Docker knows, and none that runs something', () => {
    const known = ['FROM', 'ENV', 'COPY', 'VOLUME', 'WORKDIR', 'USER', 'HEALTHCHECK', 'ENTRYPOINT'];

    expect(instructions.map((one) => one.name).filter((one) => !known.includes(one))).toEqual([]);
  });

  it('copies what lies in its folder, to where it is started', () => {
    const copies = valuesOf(instructions, 'COPY').map((value) => value.split(' '));
    const [entryPoint = ''] = valuesOf(instructions, 'ENTRYPOINT');

    expect(copies).toEqual([
      ['entry/', '/opt/container/'],
      ['task/', '/var/task/'],
    ]);
    for (const [from = ''] of copies) expect(existsSync(join(folder, from, 'index.js'))).toBe(true);
    expect(JSON.parse(entryPoint)).toEqual([
      'node',
      '--enable-source-maps',
      '/opt/container/index.js',
    ]);
    expect(valuesOf(instructions, 'ENV')).toContain('LAMBDA_TASK_ROOT=/var/task');
  });

  it('is nobody’s but node’s, and writable in /tmp alone', () => {
    expect(valuesOf(instructions, 'USER')).toEqual(['node']);
    expect(valuesOf(instructions, 'VOLUME')).toEqual(['["/tmp"]']);
  });
});

describe('the image of etl-pipeline-function', () => {
  const folder = join(DIST, 'etl-pipeline-function');

  it('holds the certificates by which the database is known, and the SQL of TASK_02', () => {
    expect(existsSync(join(folder, 'task/rds-ca-bundle.pem'))).toBe(true);
    expect(
      existsSync(join(folder, 'task/sql/conflict-report/tasks/task_02_update_conflicts.sql')),
    ).toBe(true);
  });

  it('runs TASK_02 from its two folders alone', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['entry/index.js'], {
      cwd: folder,
      env: { LAMBDA_TASK_ROOT: 'task', TASK_EVENT: '{"action":"task_02","use_mock":true}' },
    });

    const answer = stdout.split('\n').find((line) => line.startsWith('{"statusCode"'));
    expect(JSON.parse(answer ?? 'null')).toMatchObject({
      statusCode: 200,
      body: { status: 'success', task: 'TASK_02' },
    });
  });
});
