import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Tree } from '@nx/devkit';
import { createTree } from '@nx/devkit/testing';
import { CONTRACT_FILE, ERRORS_FILE, registerTask, TASKS_FILE } from './register-task.ts';
import { wordsOf } from './task-words.ts';

const repository = join(import.meta.dirname, '../../../..');

/** A virtual tree with the files as they are. */
function treeOfRepository(): Tree {
  const tree = createTree();
  for (const path of [CONTRACT_FILE, TASKS_FILE, ERRORS_FILE]) {
    tree.write(path, readFileSync(join(repository, path), 'utf8'));
  }
  return tree;
}

describe('registering a task', () => {
  it('enters it as the last one in each of the three files', () => {
    const tree = treeOfRepository();

    registerTask(tree, wordsOf('purge-old-pairs'), 'affected_rows');

    expect(tree.read(CONTRACT_FILE, 'utf8')).toContain(
      "  purge_old_pairs: { name: 'PURGE_OLD_PAIRS', rowsField: 'affected_rows' },\n} as const",
    );
    expect(tree.read(TASKS_FILE, 'utf8')).toMatch(
      /\n {2}purge_old_pairs: \{\n {4}name: 'PURGE_OLD_PAIRS',[^]*ExecutionError: PurgeOldPairsExecutionError,\n {2}\},\n\};\n$/,
    );
    expect(tree.read(TASKS_FILE, 'utf8')).toContain(
      "  PurgeOldPairsExecutionError,\n} from './errors/task-errors.ts';",
    );
    expect(tree.read(ERRORS_FILE, 'utf8')).toMatch(
      /\nexport class PurgeOldPairsExecutionError extends TaskFailedError \{\n[^]*\}\n$/,
    );
  });

  it.each(['task_03', 'update-statuses'])('refuses %s, which there is already', (name) => {
    const tree = treeOfRepository();
    const before = tree.listChanges();

    expect(() => registerTask(tree, wordsOf(name), 'updated_rows')).toThrow(
      /^There is a task (task_03|update_statuses) already\.$/,
    );
    expect(tree.listChanges()).toEqual(before);
  });

  it.each([
    [CONTRACT_FILE, '} as const satisfies', '} satisfies'],
    [TASKS_FILE, "} from './errors/task-errors.ts';", "} from './errors.ts';"],
    [TASKS_FILE, /\};\n$/, '};\nexport const more = 1;\n'],
  ])('refuses %s in another shape', (path, known, other) => {
    const tree = treeOfRepository();
    tree.write(path, (tree.read(path, 'utf8') ?? '').replace(known, other));

    expect(() => registerTask(tree, wordsOf('purge'), 'updated_rows')).toThrow(
      new RegExp(`^${path} has not exactly one`),
    );
  });
});
