import type { Catcher, QueryLanguage } from '../definition/state-machine.ts';
import { toPayload } from '../payload.ts';
import { assignedBy, fillOutput, placeResult, type StateOutput } from './data-flow.ts';
import { errorOutput, type Failure } from './failure.ts';
import type { StateView } from './state-view.ts';

/** A catcher and the query language of its state. */
interface CatcherOfState {
  readonly catcher: Catcher;
  readonly queryLanguage: QueryLanguage;
}

/**
 * What a caught failure leaves behind: the state's input with the error in it, and the variables
 * of the catcher. In JSONata the catcher's Output, else the error alone.
 *
 * @throws {EvaluationError} when ResultPath, Assign or Output does not fit the data
 */
export function caughtOutput(
  { catcher, queryLanguage }: CatcherOfState,
  failure: Failure,
  view: StateView,
): StateOutput {
  const error = errorOutput(failure);
  if (queryLanguage === 'JSONPath') {
    return {
      output: placeResult(catcher.resultPath, toPayload(error), view.input),
      assigned: assignedBy(catcher.assign, view.scope(error), view),
    };
  }
  return fillOutput(catcher, {
    states: { input: view.input.json, errorOutput: error },
    otherwise: toPayload(error),
    view,
  });
}
