import { PipelineError } from '@pipelines/core';
import type { JsonataAnswer, JsonataQuestion } from '../jsonata/question.ts';
import type { Run } from './run.ts';

/** Unwinds a piece of work that needs answers; `step` then asks the world and does it again. */
export class QuestionPendingError extends PipelineError {
  static {
    QuestionPendingError.prototype.name = 'QuestionPendingError';
  }

  readonly question: JsonataQuestion;

  constructor(question: JsonataQuestion) {
    super('The values of JSONata expressions are needed');
    this.question = question;
  }
}

/**
 * The answers to a question of the piece of work under way.
 *
 * The work asks the same questions in the same order each time that it is done, because it depends
 * on nothing but the state and the answers: so answers are kept by their position.
 *
 * @throws {QuestionPendingError} when the world has not answered yet
 */
export function ask(run: Run, question: JsonataQuestion): readonly JsonataAnswer[] {
  const answers = run.answers[run.askedCount++];
  if (answers) return answers;
  throw new QuestionPendingError(question);
}
