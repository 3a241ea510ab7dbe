import { describe, expect, it } from '@jest/globals';
import { runRecorded, task } from '../../test/recorded-run.ts';
import { asciiIcons, emojiIcons, type Icons } from './icons.ts';
import { summarizeRun } from './run-summary.ts';
import { reportLines } from './terminal-report.ts';

const workingStates = ['ValidateConfig', 'ExecuteTask01', 'ExecuteTask02'];

/** The report of etl-pipeline on a virtual clock, its tasks as given. */
async function reportOf(
  tasks: Parameters<typeof runRecorded>[0],
  icons: Icons = emojiIcons,
): Promise<string> {
  const history = await runRecorded(tasks);
  const summary = summarizeRun(history, workingStates);
  return reportLines(summary, { workingStates, icons, database: 'conflictreport_dev' }).join('\n');
}

describe('reportLines', () => {
  it('A3: gives the sample of the source document, character by character', async () => {
    const report = await reportOf([
      task.validated(0.05),
      task.copied(45.23, 15_234),
      task.updated(187.56, 8_432),
    ]);

    expect(report).toBe(`\
======================================================================
AWS STEP FUNCTIONS - LOCAL SIMULATION
======================================================================
Started: 2025-01-20 14:30:00
Database: conflictreport_dev
======================================================================

[State 1/3] ValidateConfig
----------------------------------------------------------------------
✅ SUCCEEDED in 0.05s

[State 2/3] ExecuteTask01
----------------------------------------------------------------------
✅ SUCCEEDED in 45.23s
   Rows Affected: 15,234

[State 3/3] ExecuteTask02
----------------------------------------------------------------------
✅ SUCCEEDED in 187.56s
   Rows Updated: 8,432

======================================================================
✅ PIPELINE EXECUTION COMPLETED SUCCESSFULLY
======================================================================
Total Duration: 232.84s (3.88 min)

🔍 Lambda Timeout Analysis:
✅ Duration is safely within Lambda 15-minute timeout
   Buffer remaining: 667s (11.1 min)
======================================================================`);
  });

  it('stops at the state that fails, with its last error and without a timeout analysis', async () => {
    const report = await reportOf([
      task.validated(0.05),
      task.failed(1, 'Task01ExecutionError', 'database gone'),
      task.failed(1, 'Task01ExecutionError', 'database gone'),
      task.failed(1, 'Task01ExecutionError', 'permission denied'),
    ]);

    // Three attempts of 1 s, 5 s and 10 s apart.
    expect(report).toBe(`\
======================================================================
AWS STEP FUNCTIONS - LOCAL SIMULATION
======================================================================
Started: 2025-01-20 14:30:00
Database: conflictreport_dev
======================================================================

[State 1/3] ValidateConfig
----------------------------------------------------------------------
✅ SUCCEEDED in 0.05s

[State 2/3] ExecuteTask01
----------------------------------------------------------------------
❌ FAILED in 18.00s
   Error: permission denied

======================================================================
❌ PIPELINE EXECUTION FAILED
======================================================================
Total Duration: 18.05s (0.30 min)
======================================================================`);
  });

  it('shows every line of a message that has several', async () => {
    const report = await reportOf([
      task.failed(
        0,
        'ConfigValidationError',
        'Missing required Postgres configuration: POSTGRES_HOST, POSTGRES_PASSWORD\nSet them in .env.',
      ),
    ]);

    expect(report).toContain(`\
❌ FAILED in 0.00s
   Error: Missing required Postgres configuration: POSTGRES_HOST, POSTGRES_PASSWORD
   Set them in .env.

======`);
  });

  it('A4: warns above 12 minutes, of the total and of a state that takes them alone', async () => {
    const report = await reportOf([task.validated(0), task.copied(20, 1), task.updated(780, 2)]);

    expect(report.slice(report.indexOf('Total Duration'))).toBe(`\
Total Duration: 800.00s (13.33 min)

🔍 Lambda Timeout Analysis:
⚠️ Duration is close to Lambda 15-minute timeout
   Recommendation: consider chunking Task 02
   Buffer remaining: 100s (1.7 min)
⚠️ ExecuteTask02 alone took 780s: the limit applies to each invocation
======================================================================`);
  });

  it('raises the alarm above 15 minutes', async () => {
    const report = await reportOf([task.validated(0), task.copied(450, 1), task.updated(500, 2)]);

    expect(report.slice(report.indexOf('Total Duration'))).toBe(`\
Total Duration: 950.00s (15.83 min)

🔍 Lambda Timeout Analysis:
❌ Duration exceeds Lambda 15-minute timeout
   Action required: implement chunking for Task 02
   Exceeded by: 50s (0.8 min)
======================================================================`);
  });

  it('A2: has a word for each sign where emoji cannot be shown', async () => {
    const success = await reportOf(
      [task.validated(0), task.copied(450, 1), task.updated(500, 2)],
      asciiIcons,
    );
    const failure = await reportOf([task.failed(0, 'ConfigValidationError', 'no')], asciiIcons);

    expect(success.split('\n').filter((line) => line.startsWith('['))).toEqual([
      '[State 1/3] ValidateConfig',
      '[OK] SUCCEEDED in 0.00s',
      '[State 2/3] ExecuteTask01',
      '[OK] SUCCEEDED in 450.00s',
      '[State 3/3] ExecuteTask02',
      '[OK] SUCCEEDED in 500.00s',
      '[SUCCESS] PIPELINE EXECUTION COMPLETED SUCCESSFULLY',
      '[TIMEOUT ANALYSIS] Lambda Timeout Analysis:',
      '[CRITICAL] Duration exceeds Lambda 15-minute timeout',
    ]);
    expect(failure.split('\n').filter((line) => line.startsWith('['))).toEqual([
      '[State 1/3] ValidateConfig',
      '[FAIL] FAILED in 0.00s',
      '[FAIL] PIPELINE EXECUTION FAILED',
    ]);
  });

  it('only appends lines while the history grows', async () => {
    const history = await runRecorded([task.validated(1), task.copied(2, 3), task.updated(4, 5)]);
    const options = { workingStates, icons: emojiIcons, database: undefined };
    const whole = reportLines(summarizeRun(history, workingStates), options);

    const prefixes = history.map((_event, index) =>
      reportLines(summarizeRun(history.slice(0, index + 1), workingStates), options),
    );

    for (const lines of prefixes) expect(lines).toEqual(whole.slice(0, lines.length));
    expect(prefixes.map(({ length }) => length)).toEqual(
      prefixes.map(({ length }) => length).toSorted((one, other) => one - other),
    );
  });

  it('names the error of a run that fails outside the working states', () => {
    const failed = { status: 'FAILED', startMs: 0, stopMs: 0, error: 'States.Runtime', cause: 'x' };

    const lines = reportLines(
      { ...failed, status: 'FAILED', states: [] },
      { workingStates, icons: emojiIcons, database: undefined },
    );

    expect(lines.slice(4)).toEqual([
      'Database: N/A',
      '======================================================================',
      '',
      '======================================================================',
      '❌ PIPELINE EXECUTION FAILED',
      '======================================================================',
      'Total Duration: 0.00s (0.00 min)',
      '   Error: States.Runtime: x',
      '======================================================================',
    ]);
  });
});
