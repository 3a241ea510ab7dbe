import {
  type ConflictReportAction,
  conflictReportActions,
  conflictReportEvent,
  type ConflictReportEvent,
} from '@pipelines/contracts';
import { isJsonObject } from '@pipelines/core';
import { BadRequestError, describeIssues } from '@pipelines/lambda-kit';

/** A wrong action is repeated to the caller, but not a whole file pasted into it. */
const SHOWN_CHARACTERS = 64;

/**
 * Parse the event, the action first: without it no other complaint makes sense.
 *
 * @throws {BadRequestError} for a missing or unknown action, with the valid ones as remedy, and for
 *   fields that are unknown or malformed
 */
export function parseEvent(event: unknown): ConflictReportEvent {
  if (actionOf(event) === undefined) {
    throw new BadRequestError(
      `Unknown action: ${showAction(event)}`,
      `Valid actions: ${conflictReportActions.join(', ')}`,
    );
  }
  const { success, data, error } = conflictReportEvent.safeParse(event);
  if (success) return data;
  throw new BadRequestError(`Invalid event: ${describeIssues(error).join('; ')}`);
}

/** The event's action when it is one of ours. */
export function actionOf(event: unknown): ConflictReportAction | undefined {
  const action = isJsonObject(event) ? event['action'] : undefined;
  return conflictReportActions.find((known) => known === action);
}

/** The ARN of the execution that is calling, when one is. */
export function executionArnOf(event: unknown): string | undefined {
  const arn = isJsonObject(event) ? event['execution_arn'] : undefined;
  return typeof arn === 'string' ? arn : undefined;
}

function showAction(event: unknown): string {
  const action = isJsonObject(event) ? event['action'] : undefined;
  if (action === undefined) return '(none)';
  return typeof action === 'string' ? action.slice(0, SHOWN_CHARACTERS) : '(not text)';
}
