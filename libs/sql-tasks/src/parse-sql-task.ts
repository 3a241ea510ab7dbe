import { scanSql, SqlTaskSyntaxError, type SqlToken } from './scan-sql.ts';

/** One statement of a task file, without its closing semicolon. */
export interface SqlStep {
  readonly name: string;
  readonly text: string;
}

/** A parsed task file: its statements in file order. */
export interface SqlTask {
  readonly file: string;
  readonly steps: readonly SqlStep[];
}

const STEP_MARK = /^-- @step (.*)$/;
const STEP_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * Parse a psql-style task file: one statement per `-- @step name`, each ended by a semicolon.
 *
 * The file stays runnable by hand, so nothing is invented: variables are psql's `:"schema"` and
 * `:'value'`, step marks are comments. Before the first mark only comments may stand.
 *
 * @param text - the file's content
 * @param file - its name, for messages
 * @returns steps with unique kebab-case names; variables are still in their texts
 * @throws {SqlTaskSyntaxError} with file and line, for anything that the two readers would run
 *   differently or that would hide a statement from the step counts
 */
export function parseSqlTask(text: string, file: string): SqlTask {
  const steps: SqlStep[] = [];
  let open: OpenStep | undefined;
  let line = 1;

  for (const token of scanSql(text, file)) {
    const name = stepNameOf(token);
    if (name !== undefined) {
      if (open) steps.push(closeStep(open, file));
      open = openStep({ name, line, file, taken: steps });
    } else if (open) {
      addToken(open, { token, line, file });
    } else if (isCode(token)) {
      throw new SqlTaskSyntaxError(file, line, 'statement before the first "-- @step name"');
    }
    line += token.text.split('\n').length - 1;
  }

  if (!open) throw new SqlTaskSyntaxError(file, line, 'no "-- @step name"');
  return { file, steps: [...steps, closeStep(open, file)] };
}

interface OpenStep {
  readonly name: string;
  readonly line: number;
  text: string;
  hasCode: boolean;
  isEnded: boolean;
}

function stepNameOf(token: SqlToken): string | undefined {
  return token.kind === 'comment' ? STEP_MARK.exec(token.text)?.[1]?.trim() : undefined;
}

function openStep(mark: {
  readonly name: string;
  readonly line: number;
  readonly file: string;
  readonly taken: readonly SqlStep[];
}): OpenStep {
  const { name, line, file, taken } = mark;
  if (!STEP_NAME.test(name)) {
    throw new SqlTaskSyntaxError(file, line, `step name "${name}" is not kebab-case`);
  }
  if (taken.some((step) => step.name === name)) {
    throw new SqlTaskSyntaxError(file, line, `second step named "${name}"`);
  }
  return { name, line, text: '', hasCode: false, isEnded: false };
}

function addToken(
  step: OpenStep,
  { token, line, file }: { readonly token: SqlToken; readonly line: number; readonly file: string },
): void {
  if (step.isEnded) {
    if (isCode(token)) {
      throw new SqlTaskSyntaxError(file, line, `second statement in step "${step.name}"`);
    }
    return;
  }
  if (token.kind === 'semicolon') {
    step.isEnded = true;
    return;
  }
  step.text += token.text;
  step.hasCode ||= isCode(token);
}

function closeStep(step: OpenStep, file: string): SqlStep {
  if (!step.hasCode) {
    throw new SqlTaskSyntaxError(file, step.line, `no statement in step "${step.name}"`);
  }
  if (!step.isEnded) {
    throw new SqlTaskSyntaxError(file, step.line, `no ";" at the end of step "${step.name}"`);
  }
  return { name: step.name, text: step.text.trim() };
}

function isCode(token: SqlToken): boolean {
  return token.kind !== 'comment' && token.text.trim() !== '';
}
