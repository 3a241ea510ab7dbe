import { PipelineError } from '@pipelines/core';

/** The name of a new task cannot be used; the message says why. */
export class TaskNameRefusedError extends PipelineError {
  static {
    TaskNameRefusedError.prototype.name = 'TaskNameRefusedError';
  }
}

/** A task's name in every form in which the repository writes it. */
export interface TaskWords {
  /** `purge_old_pairs`: the action, and its SQL file. */
  readonly action: string;
  /** `purge-old-pairs`: its test file. */
  readonly fileName: string;
  /** `PURGE_OLD_PAIRS`: in results. */
  readonly taskName: string;
  /** `Purge old pairs`: in log lines. */
  readonly label: string;
  /** `PurgeOldPairs`: in metrics, and before `ExecutionError`. */
  readonly prefix: string;
}

const LONGEST_NAME = 40;
const NAME = /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/;

/**
 * All forms of a task's name.
 *
 * @param name - words in lower case between `-` or `_`, `purge-old-pairs`
 * @throws {TaskNameRefusedError} for anything else, and beyond 40 characters
 */
export function wordsOf(name: string): TaskWords {
  if (!NAME.test(name) || name.length > LONGEST_NAME) {
    throw new TaskNameRefusedError(
      `A task is named by at most ${LONGEST_NAME} lower-case letters, digits and "-", ` +
        'such as purge-old-pairs.',
    );
  }
  const words = name.split(/[-_]/);
  const sentence = words.join(' ');
  return {
    action: words.join('_'),
    fileName: words.join('-'),
    taskName: words.join('_').toUpperCase(),
    label: capitalized(sentence),
    prefix: words.map(capitalized).join(''),
  };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
