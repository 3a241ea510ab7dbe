import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readZip, unpackZip, type ZipEntry } from '../src/read-zip.ts';

const run = promisify(execFile);
const repositoryRoot = join(import.meta.dirname, '../../..');
const completeEnvironment = {
  POSTGRES_HOST: 'db.example',
  POSTGRES_DATABASE: 'conflictreport_dev',
  POSTGRES_USER: 'etl',
  POSTGRES_PASSWORD: 'password-canary',
};
const ZIP = 'dist/apps/conflict-report/etl-pipeline-function.zip';

let temporary: string;
let first: Build;
let entries: readonly ZipEntry[];
let unpacked: string;

interface Build {
  readonly zip: Buffer;
  readonly printed: string;
}

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'conflict-report-'));
  first = await packageCopy(join(temporary, 'a'));
  entries = await readZip(first.zip);
  unpacked = join(temporary, 'unpacked');
  await unpackZip(entries, unpacked);
}, 60_000);

afterAll(() => rm(temporary, { recursive: true, force: true }));

/** Package a copy of the sources, as in another clone. Libraries are shared by links. */
async function packageCopy(root: string): Promise<Build> {
  for (const source of [
    'tsconfig.base.json',
    'apps/conflict-report',
    'libs',
    'sql',
    'tools/package',
  ]) {
    await cp(join(repositoryRoot, source), join(root, source), {
      recursive: true,
      filter: (path) =>
        !/\/(?:node_modules|test-output|dist)(?:\/|$)/.test(path.slice(repositoryRoot.length)),
    });
  }
  await linkLibraries(root);
  const { stdout } = await run(
    process.execPath,
    [
      'tools/package/src/main.ts',
      '--project',
      'apps/conflict-report',
      '--out',
      'dist/apps/conflict-report',
    ],
    { cwd: root },
  );
  return { zip: await readFile(join(root, ZIP)), printed: stdout };
}

async function linkLibraries(root: string): Promise<void> {
  const source = join(repositoryRoot, 'node_modules');
  await mkdir(join(root, 'node_modules/@pipelines'), { recursive: true });
  for (const name of await readdir(source)) {
    if (name !== '@pipelines') await symlink(join(source, name), join(root, 'node_modules', name));
  }
  for (const name of await readdir(join(root, 'libs'))) {
    await symlink(join(root, 'libs', name), join(root, 'node_modules/@pipelines', name));
  }
}

/** Call the unpacked handler in a process of its own that has nothing but these variables. */
async function invoke(
  event: unknown,
  environment: object = completeEnvironment,
): Promise<Record<string, unknown>> {
  const script = `require('./index.js').handler(${JSON.stringify(event)}).then(
    (result) => console.log(JSON.stringify({ result })),
    ({ name, message }) => console.log(JSON.stringify({ name, message })))`;
  const { stdout } = await run(process.execPath, ['-e', script], {
    cwd: unpacked,
    env: { ...environment, LAMBDA_TASK_ROOT: unpacked, LOG_LEVEL: 'ERROR' },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

describe('etl-pipeline-function.zip', () => {
  it('holds the code, its map, every SQL task and validator, and the certificates', async () => {
    const folders = ['sql/conflict-report/tasks', 'sql/conflict-report/validation'];
    const files = folders.map(async (folder) =>
      (await readdir(join(repositoryRoot, folder))).map((name) => `${folder}/${name}`),
    );
    const sqlFiles = (await Promise.all(files)).flat();

    const names = entries.map(({ name }) => name);

    expect(names).toEqual([
      'index.js',
      'index.js.map',
      'rds-ca-bundle.pem',
      ...sqlFiles.toSorted(),
    ]);
  });

  it('has the same bytes when it is made in another folder', async () => {
    const second = await packageCopy(join(temporary, 'a-folder-with-a-longer-name'));

    expect(second.zip.equals(first.zip)).toBe(true);
    expect(second.printed).toBe(first.printed);
  }, 60_000);

  it('stays within its budget of 400 kB', () => {
    expect(first.printed).toMatch(
      /^etl-pipeline-function {2}js \d+ bytes {2}zip \d+ bytes of 400000 /,
    );
    expect(first.zip.length).toBeLessThanOrEqual(400_000);
  });

  it('validates its configuration from an empty folder', async () => {
    const answer = await invoke({ action: 'validate_config', use_mock: true });

    expect(answer).toEqual({
      result: {
        statusCode: 200,
        body: {
          status: 'success',
          message: 'Configuration validated successfully',
          action: 'validate_config',
          config: { host: 'db.example', port: 5_432, database: 'conflictreport_dev', user: 'etl' },
        },
      },
    });
  });

  it('throws under the names that the state machine catches, minified or not', async () => {
    const answer = await invoke(
      { action: 'validate_config', execution_arn: 'arn:aws:states:x' },
      {},
    );

    expect(answer['name']).toBe('ConfigValidationError');
    expect(answer['message']).toContain('POSTGRES_HOST, POSTGRES_DATABASE');
  });
});
