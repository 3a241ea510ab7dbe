import { describe, expect, it } from '@jest/globals';
import { StopRequestedError } from '@pipelines/command-line';
import { recordedIo } from '../../test/recorded-io.ts';
import { startRecorded, task } from '../../test/recorded-run.ts';
import { emojiIcons } from '../report/icons.ts';
import { createRunProgress, silentProgress } from '../report/run-progress.ts';
import { reportRun } from './report-run.ts';

const options = {
  workingStates: ['ValidateConfig', 'ExecuteTask01', 'ExecuteTask02'],
  icons: emojiIcons,
  database: 'conflictreport_dev',
  format: 'text',
  progress: silentProgress,
} as const;
const calls = [task.validated(1), task.copied(60, 15_234), task.updated(60, 8_432)];

describe('reportRun', () => {
  it('prints each part of the report as soon as it is known', async () => {
    const io = recordedIo();
    const { execution, clock } = startRecorded(calls);

    const ended = reportRun(execution, io, options);

    await clock.advanceBy(500);
    expect(io.written.out).toMatch(/\[State 1\/3\] ValidateConfig\n-{70}\n$/);
    await clock.advanceBy(500);
    expect(io.written.out).toMatch(
      /✅ SUCCEEDED in 1.00s\n\n\[State 2\/3\] ExecuteTask01\n-{70}\n$/,
    );
    await clock.runUntil(ended);
    expect(io.written.out).toMatch(/Buffer remaining: 779s \(13.0 min\)\n={70}\n$/);
    expect(io.written.out.match(/LOCAL SIMULATION|State \d|Total/g)).toEqual([
      'LOCAL SIMULATION',
      ...['State 1', 'State 2', 'State 3', 'Total'],
    ]);
  });

  it('shows progress on stderr between the lines, and leaves no timer', async () => {
    const { execution, clock } = startRecorded(calls);
    const io = recordedIo({ clock });
    const progress = createRunProgress(io.err, clock);

    await clock.runUntil(reportRun(execution, io, { ...options, progress }));

    expect(io.written.err.split('\n').slice(0, 3)).toEqual([
      '   ExecuteTask01: 5s',
      '   ExecuteTask01: 10s',
      '   ExecuteTask01: 15s',
    ]);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('prints JSON once, at the end', async () => {
    const io = recordedIo();
    const { execution, clock } = startRecorded(calls);

    const ended = reportRun(execution, io, { ...options, format: 'json' });

    await clock.advanceBy(30_000);
    expect(io.written.out).toBe('');
    await clock.runUntil(ended);
    expect(JSON.parse(io.written.out)).toMatchObject({
      executionArn: execution.arn,
      totalDurationSeconds: 121,
    });
  });

  it('stops the execution when the program is asked to end, and reports that', async () => {
    const stop = new AbortController();
    const io = recordedIo({ signal: stop.signal });
    const { execution, clock } = startRecorded(calls);
    const ended = reportRun(execution, io, options);
    await clock.advanceBy(11_000);

    stop.abort(new StopRequestedError('SIGINT'));

    const summary = await clock.runUntil(ended);
    expect(summary.status).toBe('ABORTED');
    expect(io.written.out).toContain('❌ ABORTED in 10.00s\n   Error: Stopped by SIGINT\n');
    expect(io.written.out).not.toContain('Timeout Analysis');
  });
});
