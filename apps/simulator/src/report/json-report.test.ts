import { describe, expect, it } from '@jest/globals';
import { runRecorded, task } from '../../test/recorded-run.ts';
import { jsonReportOf } from './json-report.ts';
import { summarizeRun } from './run-summary.ts';

const arn = 'arn:aws:states:us-east-1:000000000000:execution:etl-pipeline:recorded';
const workingStates = ['ValidateConfig', 'ExecuteTask01', 'ExecuteTask02'];

describe('jsonReportOf', () => {
  it('gives a success as output, states and timeout analysis', async () => {
    const history = await runRecorded([
      task.validated(0.5),
      task.copied(2, 15_234),
      task.updated(730, 8_432),
    ]);

    const report = jsonReportOf(arn, summarizeRun(history, workingStates));

    const copied = { status: 'success', task: 'TASK_01', result: { affected_rows: 15_234 } };
    const updated = { status: 'success', task: 'TASK_02', result: { updated_rows: 8_432 } };
    const config = { database: 'conflictreport_dev' };
    expect(report).toEqual({
      executionArn: arn,
      status: 'SUCCEEDED',
      output: {
        as_of: '2025-01-20T14:30:00.000Z',
        use_mock: false,
        validateResult: { status: 'success', config },
        task01Result: { body: copied },
        task02Result: { body: updated },
      },
      states: [
        {
          name: 'ValidateConfig',
          status: 'SUCCEEDED',
          durationSeconds: 0.5,
          result: { status: 'success', config },
        },
        { name: 'ExecuteTask01', status: 'SUCCEEDED', durationSeconds: 2, result: copied },
        { name: 'ExecuteTask02', status: 'SUCCEEDED', durationSeconds: 730, result: updated },
      ],
      totalDurationSeconds: 732.5,
      timeoutAnalysis: {
        zone: 'warning',
        limitSeconds: 900,
        bufferSeconds: 167.5,
        slowStates: [{ name: 'ExecuteTask02', durationSeconds: 730 }],
      },
    });
  });

  it('gives a failure as error and cause, without an analysis', async () => {
    const history = await runRecorded([
      task.failed(1, 'ConfigValidationError', 'Missing POSTGRES_HOST'),
    ]);

    const report = jsonReportOf(arn, summarizeRun(history, workingStates));

    expect(report).toEqual({
      executionArn: arn,
      status: 'FAILED',
      error: 'ConfigValidationError',
      cause:
        '{"errorType":"ConfigValidationError","errorMessage":"Missing POSTGRES_HOST","trace":[]}',
      states: [
        {
          name: 'ValidateConfig',
          status: 'FAILED',
          durationSeconds: 1,
          error: 'Missing POSTGRES_HOST',
        },
      ],
      totalDurationSeconds: 1,
      timeoutAnalysis: null,
    });
  });
});
