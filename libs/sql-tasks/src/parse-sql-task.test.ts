import { describe, expect, it } from '@jest/globals';
import { parseSqlTask } from './parse-sql-task.ts';

describe('parseSqlTask', () => {
  it('cuts a file into named statements without their semicolons', () => {
    const task = parseSqlTask(
      `-- What it does; and for whom.
-- @step empty
truncate :"schema".work;

-- Why this one; too.
-- @step fill-2
insert into :"schema".work
select ';' -- not the end;
from t;
-- The end.
`,
      'work.sql',
    );

    expect(task).toEqual({
      file: 'work.sql',
      steps: [
        { name: 'empty', text: 'truncate :"schema".work' },
        {
          name: 'fill-2',
          text: `insert into :"schema".work\nselect ';' -- not the end;\nfrom t`,
        },
      ],
    });
  });

  it('reads no step mark inside a string', () => {
    const task = parseSqlTask(`-- @step one\nselect '\n-- @step two\n';`, 'work.sql');

    expect(task.steps.map(({ name }) => name)).toEqual(['one']);
  });

  it.each([
    ['no step', '-- nothing\n', 'work.sql:2: no "-- @step name"'],
    ['code before the first step', 'select 1;\n', 'work.sql:1: statement before the first'],
    [
      'a step without a statement',
      '\n-- @step a\n-- @step b\nselect 1;',
      'work.sql:2: no statement in step "a"',
    ],
    ['a lone semicolon', '-- @step a\n;', 'work.sql:1: no statement in step "a"'],
    ['a missing semicolon', '-- @step a\nselect 1\n', 'work.sql:1: no ";" at the end of step "a"'],
    [
      'two statements in a step',
      '-- @step a\nselect 1;\nselect 2;',
      'work.sql:3: second statement in step "a"',
    ],
    [
      'a name used twice',
      '-- @step a\nselect 1;\n-- @step a\nselect 2;',
      'work.sql:3: second step named "a"',
    ],
    [
      'a name that is not kebab-case',
      '-- @step Copy_all\nselect 1;',
      'work.sql:1: step name "Copy_all"',
    ],
    [
      'a name with words after it',
      '-- @step copy all\nselect 1;',
      'work.sql:1: step name "copy all"',
    ],
  ])('refuses %s and says where', (_, text, message) => {
    expect(() => parseSqlTask(text, 'work.sql')).toThrow(message);
  });
});
