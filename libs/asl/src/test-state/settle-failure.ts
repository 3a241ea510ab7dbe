import type { JsonObject } from '@pipelines/core';
import { errorFields } from '../history/event-fields.ts';
import { caughtOutput } from '../states/caught-output.ts';
import { matchesError } from '../states/error-matching.ts';
import type { Failure } from '../states/failure.ts';
import { retryDelaySeconds } from '../states/retry-delay.ts';
import { doAlone } from './lone-view.ts';
import type { Settled } from './settle-result.ts';
import type { Trial } from './test-state.ts';

/** What Retry and Catch of the state make of a failure: a retry, another way, or the failure. */
export async function settleFailure(trial: Trial, failure: Failure): Promise<Settled> {
  const retry = findRetry(trial, failure);
  if (retry?.isGranted) {
    return {
      response: { status: 'RETRIABLE', ...errorFields(failure) },
      inspection: { errorDetails: retry.details },
    };
  }
  const details = retry?.details ?? {};
  return (await catchFailure(trial, failure)) ?? failed(failure, details);
}

function failed(failure: Failure, details: JsonObject): Settled {
  const isKnown = Object.keys(details).length > 0;
  return {
    response: { status: 'FAILED', ...errorFields(failure) },
    inspection: isKnown ? { errorDetails: details } : {},
  };
}

/** The retrier that answers to the failure, and whether it has an attempt left. */
function findRetry(
  { around, request, state }: Trial,
  failure: Failure,
): { readonly isGranted: boolean; readonly details: JsonObject } | undefined {
  const retriers = 'retry' in state ? state.retry : [];
  const retryIndex = retriers.findIndex(({ errorEquals }) => matchesError(errorEquals, failure));
  const retrier = retriers[retryIndex];
  if (!retrier) return undefined;
  const used = request.stateConfiguration?.retrierRetryCount ?? 0;
  if (used >= retrier.maxAttempts) return { isGranted: false, details: { retryIndex } };
  const seconds = retryDelaySeconds(retrier, used, () => around.host.random());
  return {
    isGranted: true,
    details: { retryBackoffIntervalSeconds: seconds, retryIndex },
  };
}

async function catchFailure(
  { around, state }: Trial,
  failure: Failure,
): Promise<Settled | undefined> {
  const catchers = 'catch' in state ? state.catch : [];
  const catchIndex = catchers.findIndex(({ errorEquals }) => matchesError(errorEquals, failure));
  const catcher = catchers[catchIndex];
  if (!catcher) return undefined;
  const { queryLanguage } = state;
  const { output } = await doAlone(around, (view) =>
    caughtOutput({ catcher, queryLanguage }, failure, view),
  );
  return {
    response: {
      status: 'CAUGHT_ERROR',
      ...errorFields(failure),
      nextState: catcher.next,
      output: output.text,
    },
    inspection: { errorDetails: { catchIndex } },
  };
}
