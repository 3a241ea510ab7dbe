import type { Tree } from '@nx/devkit';
import { PipelineError } from '@pipelines/core';
import { TaskNameRefusedError, type TaskWords } from './task-words.ts';

/** A file that registers tasks does not look as this generator knows it: one of the two must change. */
export class RegistryShapeError extends PipelineError {
  static {
    RegistryShapeError.prototype.name = 'RegistryShapeError';
  }

  constructor(path: string, anchor: string) {
    super(`${path} has not exactly one ${JSON.stringify(anchor)}: register the task by hand`);
  }
}

export const CONTRACT_FILE = 'libs/contracts/src/conflict-report/sql-tasks.ts';
export const TASKS_FILE = 'apps/conflict-report/src/tasks.ts';
export const ERRORS_FILE = 'apps/conflict-report/src/errors/task-errors.ts';

export type RowsField = 'affected_rows' | 'inserted_rows' | 'updated_rows';

/**
 * Enter a task in the three places that know every task: the contract, the definition, the error.
 *
 * @throws {TaskNameRefusedError} when there is such a task already
 * @throws {RegistryShapeError} when a file has changed beyond what this generator knows
 */
export function registerTask(tree: Tree, words: TaskWords, rows: RowsField): void {
  const { action, taskName, prefix } = words;
  if (readText(tree, CONTRACT_FILE).includes(`\n  ${action}:`)) {
    throw new TaskNameRefusedError(`There is a task ${action} already.`);
  }
  insertBefore(tree, CONTRACT_FILE, {
    anchor: '} as const satisfies',
    text: `  ${action}: { name: '${taskName}', rowsField: '${rows}' },\n`,
  });
  insertBefore(tree, TASKS_FILE, {
    anchor: `} from './errors/task-errors.ts';`,
    text: `  ${prefix}ExecutionError,\n`,
  });
  append(tree, ERRORS_FILE, errorClass(words));
  const definitions = readText(tree, TASKS_FILE);
  if (!definitions.endsWith('  },\n};\n')) throw new RegistryShapeError(TASKS_FILE, '  },\n};');
  tree.write(TASKS_FILE, definitions.slice(0, -'};\n'.length) + definition(words) + '};\n');
}

function definition({ action, taskName, label, prefix }: TaskWords): string {
  return `  ${action}: {
    name: '${taskName}',
    label: '${label}',
    metricPrefix: '${prefix}',
    files: [\`\${TASKS_FOLDER}/${action}.sql\`],
    closingFile: undefined,
    countedSteps: ['write-rows'],
    detailSteps: {},
    mockRows: 1,
    ExecutionError: ${prefix}ExecutionError,
  },
`;
}

function errorClass({ taskName, prefix }: TaskWords): string {
  return `
/** ${taskName} failed. Another attempt may pass: it is one transaction. */
export class ${prefix}ExecutionError extends TaskFailedError {
  static {
    ${prefix}ExecutionError.prototype.name = '${prefix}ExecutionError';
  }
}
`;
}

function insertBefore(
  tree: Tree,
  path: string,
  { anchor, text }: { readonly anchor: string; readonly text: string },
): void {
  const [before, after, ...more] = readText(tree, path).split(anchor);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new RegistryShapeError(path, anchor);
  }
  tree.write(path, before + text + anchor + after);
}

function append(tree: Tree, path: string, text: string): void {
  tree.write(path, readText(tree, path) + text);
}

function readText(tree: Tree, path: string): string {
  const text = tree.read(path, 'utf8');
  if (text === null) throw new RegistryShapeError(path, 'any text');
  return text;
}
