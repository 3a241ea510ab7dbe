import { describe, expect, it } from '@jest/globals';
import { fileResultLines, outputLines, skippedLines } from './file-report.ts';
import { asciiIcons } from './icons.ts';
import { reportLines } from './terminal-report.ts';

const state = { name: 'A', status: 'SUCCEEDED', enteredMs: 0, exitedMs: 1_000 } as const;
const summary = { status: 'SUCCEEDED', startMs: 0, stopMs: 1_000, output: { a: 1 } } as const;

describe('the report of a machine that works on files', () => {
  it('shows numbers, yes-or-noes, keys and warnings of a state, and nothing else', () => {
    const body = {
      status: 'success',
      changed: false,
      row_count: 219_500,
      s3_key: 'raw/a.csv',
      duckdb_s3_key: null,
      summary: { pass_rate: 0.997, issues_by_field: { Company: 1 } },
      metadata: { rows: 1 },
      warnings: ['row_delta_pct is below -0.05'],
    };

    expect(fileResultLines(body)).toEqual([
      '   changed: false',
      '   row_count: 219,500',
      '   s3_key: raw/a.csv',
      '   pass_rate: 0.997',
      '   warning: row_delta_pct is below -0.05',
    ]);
    expect(fileResultLines(null)).toEqual([]);
  });

  it('names the states that were skipped, in the order of the machine', () => {
    expect(skippedLines({ ...summary, states: [state] }, ['C', 'A', 'B'])).toEqual([
      'Skipped: C, B',
    ]);
    expect(skippedLines({ ...summary, states: [state] }, ['A'])).toEqual([]);
  });

  it('ends with the output document', () => {
    expect(outputLines({ ...summary, states: [] })).toEqual(['Output:', '{', '  "a": 1', '}']);
  });

  it.each([
    ['bolt://127.0.0.1:7687', 'Graph: bolt://127.0.0.1:7687'],
    [undefined, 'Graph: none, its states are skipped'],
  ])('begins with bucket and graph %s in place of the database', (graph, line) => {
    const lines = reportLines(
      { ...summary, states: [{ ...state, result: { rows: 2 } }] },
      {
        workingStates: ['A', 'B'],
        icons: asciiIcons,
        database: undefined,
        files: { bucket: 'b', graph },
      },
    );

    expect(lines.slice(4, 7)).toEqual(['Bucket: b', line, '='.repeat(70)]);
    expect(lines).toContain('   rows: 2');
    expect(lines).toContain('Skipped: B');
    expect(lines.slice(-4)).toEqual(['Output:', '{', '  "a": 1', '}']);
  });
});
