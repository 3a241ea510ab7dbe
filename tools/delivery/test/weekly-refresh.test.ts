import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@pipelines/core';
import { startSimulator, type Simulator } from './simulator.ts';

const PROGRAM = path.join(import.meta.dirname, '../src/weekly-refresh.ts');
const folder = mkdtempSync(path.join(tmpdir(), 'pipelines-delivery-'));
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(async () => {
  await simulator.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface ProgramEnd {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Run the program as a step of the workflow. */
function run(variables: Readonly<Record<string, string>>): Promise<ProgramEnd> {
  const env = {
    PATH: process.env['PATH'],
    AWS_ENDPOINT_URL_SFN: simulator.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    POLL_SECONDS: '0.05',
    ...variables,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM], { env }, (error, out, err) => {
      resolve({ exitCode: error ? Number(error.code) : 0, out, err });
    });
  });
}

/** A machine whose output is this. */
const pass = (Result: JsonObject): JsonObject => ({
  StartAt: 'P',
  States: { P: { Type: 'Pass', Result, End: true } },
});

describe('the program of the weekly workflow', () => {
  it('starts the machine with the inputs, waits, and writes what changed', async () => {
    const STATE_MACHINE_ARN = await simulator.create(
      'changed',
      pass({
        status: 'success',
        output: {
          run_date: '2025-01-20',
          changed: true,
          row_count: 219_500,
          pass_rate: 0.98,
          match_rate: null,
          digest_counts: { added: 3, removed: 1 },
          metadata_s3_key: 'artifacts/2025-01-20/metadata.json',
          metrics_s3_key: null,
        },
      }),
    );
    const GITHUB_STEP_SUMMARY = path.join(folder, 'summary.md');

    const end = await run({ STATE_MACHINE_ARN, FORCE_REFRESH: 'true', GITHUB_STEP_SUMMARY });

    expect([end.exitCode, end.err]).toEqual([0, '']);
    const [, arn = ''] = /^Started (\S+)\n/.exec(end.out) ?? [];
    expect(arn).toMatch(/:execution:changed:weekly-\d{4}-\d\d-\d\d-\d{13}$/);
    const described = await simulator.client.send(
      new DescribeExecutionCommand({ executionArn: arn }),
    );
    expect(described.input).toBe('{"force_refresh":true,"source_url":null}');
    const url = `https://console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/${arn}`;
    expect(readFileSync(GITHUB_STEP_SUMMARY, 'utf8')).toBe(`## Weekly award data refresh

| | |
| --- | --- |
| Status | SUCCEEDED |
| run\\_date | 2025-01-20 |
| changed | true |
| row\\_count | 219500 |
| pass\\_rate | 0.98 |
| Awards added | 3 |
| Awards removed | 1 |
| Execution | [${arn}](${url}) |

### Artefacts

- metadata: \`artifacts/2025-01-20/metadata.json\`

`);
  });

  it('says when nothing changed', async () => {
    const STATE_MACHINE_ARN = await simulator.create(
      'unchanged',
      pass({ body: { changed: false, run_date: '2025-01-20', row_count: 7 } }),
    );

    const end = await run({ STATE_MACHINE_ARN });

    expect(end.exitCode).toBe(0);
    expect(end.out).toContain('| Status | SUCCEEDED, nothing changed |\n');
    expect(end.out).toContain('| row\\_count | 7 |\n');
  });

  it('fails with the execution, and says why', async () => {
    const STATE_MACHINE_ARN = await simulator.create('failing', {
      StartAt: 'F',
      States: { F: { Type: 'Fail', Error: 'ValidationFailed', Cause: 'Pass rate 0.5 | <b>' } },
    });

    const end = await run({ STATE_MACHINE_ARN });

    expect(end.exitCode).toBe(1);
    expect(end.out).toContain('Ended: FAILED\n');
    expect(end.out).toContain(
      '| Error | ValidationFailed |\n| Cause | Pass rate 0.5 \\| &lt;b> |\n',
    );
    expect(end.out).toContain('### Last events\n\n- 1 ExecutionStarted\n- 2 FailStateEntered\n');
  });

  it('does not wait when it is told so', async () => {
    const STATE_MACHINE_ARN = await simulator.create('waiting', {
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 3_600, End: true } },
    });

    const end = await run({ STATE_MACHINE_ARN, WAIT: 'false' });

    expect(end.exitCode).toBe(0);
    const { executions = [] } = await simulator.client.send(
      new ListExecutionsCommand({ stateMachineArn: STATE_MACHINE_ARN }),
    );
    expect(executions.map(({ status }) => status)).toEqual(['RUNNING']);
  });

  it('names every variable that is wrong, never its value', async () => {
    const end = await run({
      STATE_MACHINE_ARN: 'x',
      FORCE_REFRESH: '$(id)',
      SOURCE_URL: 'http://169.254.169.254/',
      WAIT: 'no',
    });

    expect(end).toEqual({
      exitCode: 2,
      out: '',
      err:
        'RefreshRequestError: STATE_MACHINE_ARN is not the ARN of a state machine; ' +
        'FORCE_REFRESH must be true or false; SOURCE_URL must begin with https://; ' +
        'WAIT must be true or false.\n',
    });
  });

  it('says that a machine does not exist', async () => {
    const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:none';
    const end = await run({ STATE_MACHINE_ARN: arn });

    expect(end.exitCode).toBe(1);
    expect(end.err).toContain('StateMachineDoesNotExist');
  });
});
