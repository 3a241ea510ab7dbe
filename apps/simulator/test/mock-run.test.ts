import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runSimulator } from './simulator-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const launcher = path.join(import.meta.dirname, '../bin/simulator.mjs');

describe('simulator run --mock, as a process', () => {
  const cwd = temporaryFolder();

  it('runs the whole machine from the real zip', async () => {
    const end = await runSimulator(['run', 'etl-pipeline', '--mock'], { cwd });

    const fixed = end.stdout
      .replace(/\d+\.\d\ds(?: \(\d+\.\d\d min\))?/g, '#s')
      .replace(/Started: [\d: -]{19}/, 'Started: #')
      .replace(/\d{3}s \(\d+\.\d min\)/, '#s');
    expect(end.stderr).toBe('');
    expect(end.exitCode).toBe(0);
    expect(fixed).toBe(`\
======================================================================
AWS STEP FUNCTIONS - LOCAL SIMULATION
======================================================================
Started: #
Database: N/A
======================================================================

[State 1/3] ValidateConfig
----------------------------------------------------------------------
✅ SUCCEEDED in #s

[State 2/3] ExecuteTask01
----------------------------------------------------------------------
✅ SUCCEEDED in #s
   Rows Affected: 15,234

[State 3/3] ExecuteTask02
----------------------------------------------------------------------
✅ SUCCEEDED in #s
   Rows Updated: 8,432

======================================================================
✅ PIPELINE EXECUTION COMPLETED SUCCESSFULLY
======================================================================
Total Duration: #s

🔍 Lambda Timeout Analysis:
✅ Duration is safely within Lambda 15-minute timeout
   Buffer remaining: #s
======================================================================
`);
    expect(existsSync(path.join(cwd, '.simulator/postgres'))).toBe(false);
  });

  it('takes less than 2 s, the best of three on a machine that has other work', async () => {
    const durations: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const end = await runSimulator(['run', 'etl-pipeline', '--mock'], { cwd });
      durations.push(end.durationMs);
    }

    expect(Math.min(...durations)).toBeLessThan(2_000);
  });

  it('prints nothing but JSON with --json', async () => {
    const end = await runSimulator(['run', 'etl-pipeline', '--mock', '--json'], { cwd });

    expect(JSON.parse(end.stdout)).toMatchObject({
      executionArn: expect.stringMatching(
        /^arn:aws:states:us-east-1:000000000000:execution:etl-pipeline:./,
      ) as unknown,
      status: 'SUCCEEDED',
      states: [
        { name: 'ValidateConfig', status: 'SUCCEEDED', result: { status: 'success' } },
        { name: 'ExecuteTask01', result: { result: { affected_rows: 15_234 } } },
        { name: 'ExecuteTask02', result: { result: { updated_rows: 8_432 } } },
      ],
      timeoutAnalysis: { zone: 'safe', limitSeconds: 900, slowStates: [] },
    });
  });

  it('runs one state alone with --task', async () => {
    const end = await runSimulator(
      ['run', 'etl-pipeline', '--mock', '--task', 'ExecuteTask02', '--ascii'],
      { cwd },
    );

    expect(end.exitCode).toBe(0);
    expect(end.stdout).toContain('[State 1/1] ExecuteTask02\n');
    expect(end.stdout).toContain('[OK] SUCCEEDED');
    expect(end.stdout).not.toContain('ExecuteTask01');
  });

  it('takes settings from the .env file of the working directory', async () => {
    const folder = path.join(cwd, 'with-env');
    mkdirSync(folder);
    writeFileSync(path.join(folder, '.env'), 'POSTGRES_HOST=localhost\nPOSTGRES_USER=etl\n');

    const end = await runSimulator(['run', 'etl-pipeline', '--mock'], { cwd: folder });

    expect(end.exitCode).toBe(3);
    expect(end.stdout).toMatch(/Error: .*POSTGRES_DATABASE.*POSTGRES_PASSWORD/);
  });

  it('starts through the launcher that npm links', () => {
    const end = spawnSync(process.execPath, [launcher, '--version'], { cwd, encoding: 'utf8' });

    expect([end.status, end.stdout, end.stderr]).toEqual([0, '0.0.0\n', '']);
  });

  it('invokes the Lambda in the form of the earlier handler', async () => {
    const args = ['invoke', 'etl-pipeline-function', '--action', 'task_01', '--mock'];
    const end = await runSimulator(args, { cwd });

    expect(end.exitCode).toBe(0);
    expect(end.stdout).toMatch(
      /^={70}\nLAMBDA HANDLER - LOCAL EXECUTION\n={70}\nAction: task_01\nMock Mode: True\n={70}\n\n\n={70}\nEXECUTION RESULT\n={70}\nStatus Code: 200\nDuration: \d+\.\d\ds\n\nResponse Body:\n\{\n {2}"status": "success",\n[^]*"affected_rows": 15234[^]*\n\}\n={70}\n$/,
    );
  });

  it('answers an unknown action with 400 and exit code 1', async () => {
    const args = ['invoke', 'etl-pipeline-function', '--action', 'task_99', '--mock', '--json'];
    const end = await runSimulator(args, { cwd });

    expect(end.exitCode).toBe(1);
    expect(JSON.parse(end.stdout)).toMatchObject({
      statusCode: 400,
      body: { status: 'error', error: 'Unknown action: task_99' },
    });
  });
});
