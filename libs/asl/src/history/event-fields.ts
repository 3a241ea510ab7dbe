import type { ErrorDetails, OutputDetails, PayloadDetails } from './history-event.ts';

/** The service never truncates what its API returns. */
const NOT_TRUNCATED: PayloadDetails = { truncated: false };

/** JSON text as the input of an event's details. */
export function inputFields(input: string): { input: string; inputDetails: PayloadDetails } {
  return { input, inputDetails: NOT_TRUNCATED };
}

/** JSON text as the output of an event's details. */
export function outputFields(output: string): OutputDetails {
  return { output, outputDetails: NOT_TRUNCATED };
}

/** Error and cause of an event's details or of an execution's end; what is absent has no key. */
export function errorFields(failure: {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}): ErrorDetails {
  return {
    ...(failure.error !== undefined && { error: failure.error }),
    ...(failure.cause !== undefined && { cause: failure.cause }),
  };
}
