import { describe, expect, it } from '@jest/globals';
import { alignedTableLines } from './aligned-table.ts';

const columns = [
  { name: 'n', isNumber: true },
  { name: 'name', isNumber: false },
];

describe('alignedTableLines', () => {
  it('aligns as psql does', () => {
    const lines = alignedTableLines({
      command: 'SELECT',
      rowCount: 3,
      columns,
      rows: [
        [1, 'Anna'],
        [12_345, null],
        [null, true],
      ],
    });

    expect(lines).toEqual([
      '   n   | name ',
      '-------+------',
      '     1 | Anna',
      ' 12345 |',
      '       | t',
      '(3 rows)',
      '',
    ]);
  });

  it('counts one row in the singular and shows JSON as text', () => {
    const lines = alignedTableLines({
      command: 'SELECT',
      rowCount: 1,
      columns: [{ name: 'doc', isNumber: false }],
      rows: [[{ a: 1 }]],
    });

    expect(lines).toEqual(['   doc   ', '---------', ' {"a":1}', '(1 row)', '']);
  });

  it.each([
    ['UPDATE', 5, 'UPDATE 5'],
    ['DELETE', 0, 'DELETE 0'],
    ['INSERT', 2, 'INSERT 0 2'],
  ])('gives the tag of an %s without columns', (command, rowCount, tag) => {
    expect(alignedTableLines({ command, rowCount, columns: [], rows: [] })).toEqual([tag]);
  });

  it('gives the command alone where no rows are counted', () => {
    const lines = alignedTableLines({ command: 'CREATE TABLE', columns: [], rows: [] });

    expect(lines).toEqual(['CREATE TABLE']);
  });
});
