import { join } from 'node:path';
import { formatFiles, generateFiles, type Tree } from '@nx/devkit';
import { registerTask, type RowsField } from './register-task.ts';
import { wordsOf } from './task-words.ts';

/** The options of `nx g @pipelines/tools-generators:sql-task`; schema.json explains them. */
export interface SqlTaskOptions {
  readonly name: string;
  readonly rows?: RowsField;
}

/**
 * Make a SQL task of the conflict report: its file with steps, its action, and a test that runs it
 * twice on PostgreSQL. What it makes passes at once and does nothing until its SQL is written.
 *
 * @throws {TaskNameRefusedError} for a name that cannot be used or is taken
 * @throws {RegistryShapeError} when the files that know every task have another shape
 */
export async function generateSqlTask(tree: Tree, options: SqlTaskOptions): Promise<void> {
  const { name, rows = 'updated_rows' } = options;
  const words = wordsOf(name);
  registerTask(tree, words, rows);
  generateFiles(tree, join(import.meta.dirname, 'files'), '.', { ...words, rows });
  await formatFiles(tree);
}
