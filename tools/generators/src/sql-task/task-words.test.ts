import { describe, expect, it } from '@jest/globals';
import { TaskNameRefusedError, wordsOf } from './task-words.ts';

describe('the words of a task', () => {
  it.each(['purge-old-pairs', 'purge_old_pairs'])('are made of %s', (name) => {
    expect(wordsOf(name)).toEqual({
      action: 'purge_old_pairs',
      fileName: 'purge-old-pairs',
      taskName: 'PURGE_OLD_PAIRS',
      label: 'Purge old pairs',
      prefix: 'PurgeOldPairs',
    });
  });

  it.each(['', 'Purge', 'purge pairs', '-purge', 'purge--pairs', '4th', "x';", 'x'.repeat(41)])(
    'are not made of %j',
    (name) => {
      expect(() => wordsOf(name)).toThrow(TaskNameRefusedError);
    },
  );
});
