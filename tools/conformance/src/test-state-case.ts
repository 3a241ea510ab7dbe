import { testState, TestStateError, type CallTask, type TestStateRequest } from '@pipelines/asl';
import { createNodeHost, TaskFailure } from '@pipelines/asl-runtime';
import { isJsonObject, type Json } from '@pipelines/core';
import type { Verdict } from './compare-case.ts';
import type { CorpusCase } from './corpus-case.ts';
import { matchJson } from './match-json.ts';
import { createRecordedTasks } from './recorded-tasks.ts';

/** When the recordings say that they were made; no answer depends on it. */
const TEST_TIME_MS = Date.UTC(2026, 10, 22, 10, 26, 20);

/**
 * Test one state and compare with what TestState answered.
 *
 * A refusal that boto3 makes before it asks the service is skipped.
 */
export async function testStateCase(one: CorpusCase): Promise<Verdict> {
  const { expected, id, category } = one;
  const base = { id, category, cause: true };
  if (expected.errorCode === 'ParamValidationError') {
    return { ...base, result: 'skip', why: 'the client refuses the request' };
  }
  const why = await difference(one);
  return { ...base, result: why ? 'fail' : 'pass', why: why ?? '' };
}

async function difference(one: CorpusCase): Promise<string | undefined> {
  const { expected } = one;
  const found = await answerOf(one);
  if (expected.errorCode !== undefined) {
    const { errorCode, errorMessage = '' } = expected;
    return matchJson({ errorCode, errorMessage }, found) ? undefined : unequal(found, errorMessage);
  }
  const { ResponseMetadata: _, ...response } = isJsonObject(expected.response)
    ? expected.response
    : {};
  return matchJson(response, found) ? undefined : unequal(found, response);
}

function unequal(found: Json, wanted: Json): string {
  return `${JSON.stringify(found)} is not ${JSON.stringify(wanted)}`;
}

async function answerOf(one: CorpusCase): Promise<Json> {
  const request = { ...one.request, definition: one.definition } as TestStateRequest;
  try {
    const response = await testState(request, {
      host: createNodeHost(),
      nowMs: TEST_TIME_MS,
      region: 'us-east-1',
      accountId: '111111111111',
      callTask: callRecorded(one),
    });
    return { ...response };
  } catch (error) {
    if (!(error instanceof TestStateError)) throw error;
    return { errorCode: error.code, errorMessage: error.message };
  }
}

function callRecorded(one: CorpusCase): CallTask {
  const runTask = createRecordedTasks(one);
  return async ({ resource, payload }, stateName) => {
    try {
      const output = await runTask({
        resource,
        payload: payload.json,
        stateName,
        executionArn: '',
        retryCount: 0,
        signal: new AbortController().signal,
        report: () => undefined,
      });
      return { output };
    } catch (error) {
      if (!(error instanceof TaskFailure)) throw error;
      return { error: error.errorName, cause: error.causeText };
    }
  };
}
