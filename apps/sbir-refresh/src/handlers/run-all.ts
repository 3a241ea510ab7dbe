import { runAllBody, runAllEvent } from '@pipelines/contracts';
import type { Invocation } from '@pipelines/lambda-kit';
import { defineStep } from '../lambda/define-step.ts';
import { answerAsText } from '../lambda/gateway.ts';
import { openBucket } from '../lambda/open-bucket.ts';
import { machineInputOf } from '../run-all/machine-input.ts';
import { runAll } from '../run-all/run-all.ts';
import { createWeeklySteps } from '../run-all/weekly-steps.ts';

const refresh = defineStep({
  step: 'run-all',
  event: runAllEvent,
  body: runAllBody,
  run: async (event, context) => {
    const { host, clock, executionName, given, deadlineMs } = context;
    const { status, download } = await runAll(
      {
        input: machineInputOf(given),
        executionName,
        executionArn: event.execution_arn ?? `run-all:${executionName}`,
      },
      {
        files: openBucket(event, context).files,
        clock,
        steps: createWeeklySteps(host),
        owner: `run-all ${executionName}`,
        deadlineMs,
      },
    );
    const { run_date, row_count, sha256: csv_hash, changed: has_changes } = download;
    const message =
      status === 'success'
        ? `Refreshed ${row_count} awards on ${run_date}`
        : `Nothing has changed; looked on ${run_date}`;
    return { status, message, csv_hash, has_changes };
  },
});

/** The whole refresh in one process, called with the machine's input or by API Gateway. */
export const handler = (event: unknown, invocation?: Invocation) =>
  answerAsText(event, (inner) => refresh(inner, invocation));
