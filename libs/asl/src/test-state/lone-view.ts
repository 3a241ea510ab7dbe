import type { Json } from '@pipelines/core';
import { evaluateJsonata } from '../jsonata/evaluate-jsonata.ts';
import type { JsonataAnswer, JsonataQuestion } from '../jsonata/question.ts';
import { QuestionPendingError } from '../machine/ask.ts';
import type { Payload } from '../payload.ts';
import type { Host } from '../scope.ts';
import type { StateView } from '../states/state-view.ts';

/** What a state that runs alone may look at. */
export interface Surroundings {
  readonly input: Payload;
  readonly context: Json;
  readonly variables: Readonly<Record<string, Json>>;
  readonly host: Host;
  readonly nowMs: number;
}

/**
 * Do a piece of work of a state outside a machine, answering its JSONata questions.
 *
 * @param work - depends on nothing but its view; it is done again after each answer
 */
export async function doAlone<Result>(
  around: Surroundings,
  work: (view: StateView) => Result,
): Promise<Result> {
  const answers: (readonly JsonataAnswer[])[] = [];
  for (;;) {
    try {
      return work(viewOf(around, answers));
    } catch (error) {
      if (!(error instanceof QuestionPendingError)) throw error;
      answers.push(await evaluateJsonata(error.question, around.host));
    }
  }
}

function viewOf(around: Surroundings, answers: readonly (readonly JsonataAnswer[])[]): StateView {
  const { context, host, input, nowMs, variables } = around;
  let askedCount = 0;
  const ask = (question: JsonataQuestion): readonly JsonataAnswer[] => {
    const known = answers[askedCount++];
    if (known) return known;
    throw new QuestionPendingError(question);
  };
  return {
    input,
    nowMs,
    enteredMs: nowMs,
    host,
    scope: (value) => ({ input: value, context, variables }),
    itemScope: (value) => ({ input: value, context, variables }),
    evaluate: (expressions, fields) =>
      ask({ expressions, states: { ...fields, context }, variables, nowMs }),
  };
}
