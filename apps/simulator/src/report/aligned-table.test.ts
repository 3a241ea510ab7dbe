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

  it('gives the tag of a statement without columns', () => {
    expect(alignedTableLines({ command: 'UPDATE', rowCount: 5, columns: [], rows: [] })).toEqual([
      'UPDATE 5',
    ]);
    expect(alignedTableLines({ command: 'CREATE', rowCount: 0, columns: [], rows: [] })).toEqual([
      'CREATE',
    ]);
  });
});
