import type { Json } from '@pipelines/core';
import type { Payload } from '../payload.ts';
import { inputFields, outputFields } from './event-fields.ts';
import type { ErrorDetails, EventBody } from './history-event.ts';

/** What a state leaves behind. */
interface StateExit {
  readonly output: Payload;
  readonly assigned: Readonly<Record<string, Json>> | undefined;
}

/** The first event of an execution; `input` is the caller's text as it came. */
export function executionStarted(input: string, roleArn: string): EventBody {
  return {
    type: 'ExecutionStarted',
    details: { executionStartedEventDetails: { ...inputFields(input), roleArn } },
  };
}

/** An execution that had ended goes on, for the n-th time. */
export function executionRedriven(redriveCount: number): EventBody {
  return {
    type: 'ExecutionRedriven',
    details: { executionRedrivenEventDetails: { redriveCount } },
  };
}

/** The last event of an execution that ends well; `output` is JSON text. */
export function executionSucceeded(output: string): EventBody {
  return {
    type: 'ExecutionSucceeded',
    details: { executionSucceededEventDetails: outputFields(output) },
  };
}

/** A state begins; `input` is its input before InputPath, as JSON text. */
export function stateEntered(stateType: string, name: string, input: string): EventBody {
  return {
    type: `${stateType}StateEntered`,
    details: { stateEnteredEventDetails: { name, ...inputFields(input) } },
  };
}

/** A state ends well, or its failure was caught; `output` is JSON text. */
export function stateExited(stateType: string, name: string, exit: StateExit): EventBody {
  const assigned = exit.assigned && {
    assignedVariables: mapValues(exit.assigned),
    assignedVariablesDetails: { truncated: false },
  };
  return {
    type: `${stateType}StateExited`,
    details: {
      stateExitedEventDetails: { name, ...outputFields(exit.output.text), ...assigned },
    },
  };
}

/** A JSONata expression of the state had no value, or not one that its field takes. */
export function evaluationFailed(
  state: string,
  error: ErrorDetails,
  location: string | undefined,
): EventBody {
  const where = location === undefined ? {} : { location };
  return {
    type: 'EvaluationFailed',
    details: { evaluationFailedEventDetails: { ...error, ...where, state } },
  };
}

function mapValues(assigned: Readonly<Record<string, Json>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]),
  );
}

/** A Map begins to work on `length` items. */
export function mapStarted(length: number): EventBody {
  return { type: 'MapStateStarted', details: { mapStateStartedEventDetails: { length } } };
}

/** A distributed Map begins to run its children. */
export function mapRunStarted(mapRunArn: string): EventBody {
  return { type: 'MapRunStarted', details: { mapRunStartedEventDetails: { mapRunArn } } };
}

/** A Map Run that had ended goes on, for the n-th time. */
export function mapRunRedriven(mapRunArn: string, redriveCount: number): EventBody {
  return {
    type: 'MapRunRedriven',
    details: { mapRunRedrivenEventDetails: { mapRunArn, redriveCount } },
  };
}

/** A distributed Map has failed as a whole. */
export function mapRunFailed(error: ErrorDetails): EventBody {
  return { type: 'MapRunFailed', details: { mapRunFailedEventDetails: error } };
}

/** One iteration of the Map `name` begins or ends; `index` counts from 0. */
export function iteration(
  how: 'Started' | 'Succeeded' | 'Failed' | 'Aborted',
  name: string,
  index: number,
): EventBody {
  return {
    type: `MapIteration${how}`,
    details: { [`mapIteration${how}EventDetails`]: { name, index } },
  };
}
