import { QuestionPendingError } from './ask.ts';
import type { EngineEvent } from './engine-event.ts';
import { markRun, rewindRun, type Run } from './run.ts';

/**
 * Do a piece of work, or ask the world for what it needs first.
 *
 * A piece that lacks the value of an expression is taken back as if it had not begun, and its
 * question goes out as effect `evaluate`; the next step does it again with the answer. Only
 * machines with JSONata pay for that.
 *
 * @param event - the event whose work this is; `undefined` for a signal or a turn
 * @returns false when the step must end here
 */
export function attempt(run: Run, event: EngineEvent | undefined, piece: () => void): boolean {
  if (!run.before.settings.definition.usesJsonata) {
    piece();
    return true;
  }
  const mark = markRun(run);
  try {
    piece();
    run.answers = [];
    run.askedCount = 0;
    return true;
  } catch (error) {
    if (!(error instanceof QuestionPendingError)) throw error;
    rewindRun(run, mark);
    run.suspension = { event, answers: run.answers, later: [] };
    run.effects.push({ type: 'evaluate', question: error.question });
    return false;
  }
}
