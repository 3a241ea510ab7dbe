import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { parse } from 'yaml';

const REPOSITORY = path.join(import.meta.dirname, '../../..');
const WORKFLOWS = '.github/workflows';
const SETUP = '.github/actions/setup/action.yml';
const workflows = readdirSync(path.join(REPOSITORY, WORKFLOWS)).sort();

const textOf = (file: string): string => readFileSync(path.join(REPOSITORY, file), 'utf8');
const documentOf = (file: string): JsonObject => parse(textOf(file)) as JsonObject;
const objects = (value: Json | undefined): readonly JsonObject[] =>
  (Array.isArray(value) ? value : Object.values(isJsonObject(value) ? value : {})).filter(
    isJsonObject,
  );
const jobsOf = (name: string): readonly JsonObject[] =>
  objects(documentOf(`${WORKFLOWS}/${name}`)['jobs']);
const stepsOf = (name: string): readonly JsonObject[] => [
  ...jobsOf(name).flatMap(({ steps }) => objects(steps)),
  ...objects((documentOf(SETUP)['runs'] as JsonObject)['steps']),
];
const commandsOf = (name: string): readonly string[] =>
  stepsOf(name).flatMap(({ run }) => (typeof run === 'string' ? [run] : []));

/** Targets of a project: its own, those of nx.json's defaults that it names, and the inferred ones. */
function hasTarget(project: string, target: string): boolean {
  const folder = ['apps', 'libs', 'tools'].find((one) =>
    existsSync(path.join(REPOSITORY, one, project, 'package.json')),
  );
  if (folder === undefined) return false;
  const { nx } = JSON.parse(textOf(`${folder}/${project}/package.json`)) as {
    readonly nx: { readonly targets: JsonObject };
  };
  return target in nx.targets;
}

describe('the workflows', () => {
  it('are these three', () => {
    expect(workflows).toEqual(['ci.yml', 'deploy.yml', 'weekly-award-data-refresh.yml']);
  });
});

describe.each(workflows)('%s', (name) => {
  const workflow = documentOf(`${WORKFLOWS}/${name}`);

  it('may read the repository, and no more than it needs', () => {
    const needsRole = textOf(`${WORKFLOWS}/${name}`).includes('configure-aws-credentials');

    expect(workflow['permissions']).toEqual({
      contents: 'read',
      ...(needsRole && { 'id-token': 'write' }),
    });
    for (const job of jobsOf(name)) expect(job).not.toHaveProperty('permissions');
  });

  it('uses actions by commit, with the version beside it, or its own', () => {
    const lines = [...textOf(`${WORKFLOWS}/${name}`).matchAll(/uses: (.+)/g)].map(
      ([, use = '']) => use,
    );

    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(line).toMatch(
        /^(?:\.\/\.github\/actions\/setup|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/,
      );
    }
  });

  it('puts no expression into a shell', () => {
    expect(commandsOf(name).length).toBeGreaterThan(0);
    for (const command of commandsOf(name)) expect(command).not.toContain('${{');
  });

  it('checks out without leaving a token behind, before it uses its own action', () => {
    for (const { steps } of jobsOf(name)) {
      const uses = objects(steps).map((step) => step['uses']);
      expect(uses[0]).toMatch(/^actions\/checkout@/);
      expect(objects(steps)[0]?.['with']).toMatchObject({ 'persist-credentials': false });
    }
  });

  it('ends in a stated time, one run at a time', () => {
    expect(workflow['concurrency']).toMatchObject({ group: expect.any(String) });
    for (const job of jobsOf(name)) expect(job['timeout-minutes']).toEqual(expect.any(Number));
  });

  it('runs programs, targets and scripts that exist', () => {
    for (const command of commandsOf(name)) {
      for (const [, file = ''] of command.matchAll(/\bnode (\S+\.ts)\b/g)) {
        expect([file, existsSync(path.join(REPOSITORY, file))]).toEqual([file, true]);
      }
      for (const [, project = '', target = ''] of command.matchAll(/nx run ([\w-]+):([\w-]+)/g)) {
        expect([project, target, hasTarget(project, target)]).toEqual([project, target, true]);
      }
    }
  });
});

describe('ci.yml', () => {
  it('runs what a change affects, with Nx’s cache and the database of its tasks together', () => {
    const cache = stepsOf('ci.yml').find(
      ({ uses }) => typeof uses === 'string' && uses.startsWith('actions/cache@'),
    );

    expect(commandsOf('ci.yml')).toContain('npx nx affected -t lint typecheck test package synth');
    expect((cache?.['with'] as JsonObject)['path']).toBe('.nx/cache\n.nx/workspace-data\n');
    expect(stepsOf('ci.yml')[0]?.['with']).toMatchObject({ 'fetch-depth': 0 });
    expect(commandsOf('ci.yml')).toContain('npm ci --ignore-scripts --no-audit --no-fund');
  });
});

describe('weekly-award-data-refresh.yml', () => {
  const workflow = documentOf(`${WORKFLOWS}/weekly-award-data-refresh.yml`);

  it('starts on Mondays at nine, and by hand with three inputs', () => {
    expect(workflow['on']).toMatchObject({
      schedule: [{ cron: '0 9 * * 1' }],
      workflow_dispatch: {
        inputs: {
          force_refresh: { type: 'boolean', default: false },
          source_url: { type: 'string', default: '' },
          wait: { type: 'boolean', default: true },
        },
      },
    });
  });

  it('waits for the one before, and longer than the machine can run', () => {
    expect(workflow['concurrency']).toEqual({
      group: 'awards-data-refresh',
      'cancel-in-progress': false,
    });
    expect(Number(jobsOf('weekly-award-data-refresh.yml')[0]?.['timeout-minutes'])).toBeGreaterThan(
      120,
    );
  });

  it('hands its inputs over by the environment', () => {
    const step = stepsOf('weekly-award-data-refresh.yml').find(
      ({ run }) => run === 'node tools/delivery/src/weekly-refresh.ts',
    );

    expect(step?.['env']).toEqual({
      STATE_MACHINE_ARN: '${{ secrets.STEP_FUNCTIONS_STATE_MACHINE_ARN }}',
      FORCE_REFRESH: '${{ inputs.force_refresh }}',
      SOURCE_URL: '${{ inputs.source_url }}',
      WAIT: '${{ inputs.wait }}',
    });
  });
});

describe('deploy.yml', () => {
  it('deploys one stage at a time, in the environment of its name', () => {
    const [job] = jobsOf('deploy.yml');

    expect(job?.['environment']).toBe('${{ inputs.stage }}');
    expect(documentOf(`${WORKFLOWS}/deploy.yml`)['concurrency']).toEqual({
      group: 'deploy-${{ inputs.stage }}',
      'cancel-in-progress': false,
    });
  });
});
