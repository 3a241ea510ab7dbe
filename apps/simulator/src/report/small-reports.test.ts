import { describe, expect, it } from '@jest/globals';
import { connectionLines } from './connection-report.ts';
import { asciiIcons, emojiIcons } from './icons.ts';
import { invocationHeaderLines, invocationResultLines } from './invocation-report.ts';
import { tableCountLines } from './table-counts.ts';

const rule = '='.repeat(70);
const schemas = { conflictSchema: 'conflict', analyticsSchema: 'analytics' };
const server = {
  host: 'localhost',
  port: 5432,
  database: 'conflictreport_dev',
  user: 'etl',
  version: 'PostgreSQL 18.4',
};

describe('the report of an invocation', () => {
  it('has the lines of the earlier lambda_handler', () => {
    const header = invocationHeaderLines('task_01', true);
    const result = invocationResultLines(200, 0.4378, { status: 'success' });

    expect([...header, ...result]).toEqual([
      rule,
      'LAMBDA HANDLER - LOCAL EXECUTION',
      rule,
      'Action: task_01',
      'Mock Mode: True',
      rule,
      '',
      '',
      rule,
      'EXECUTION RESULT',
      rule,
      'Status Code: 200',
      'Duration: 0.44s',
      '',
      'Response Body:',
      '{',
      '  "status": "success"',
      '}',
      rule,
    ]);
  });
});

describe('the report of test-connections', () => {
  it('says what it is connected to', () => {
    expect(connectionLines({ ...schemas, server }, emojiIcons)).toEqual([
      rule,
      'CONNECTION TEST',
      rule,
      'Host: localhost:5432',
      'Database: conflictreport_dev',
      'Conflict Schema: conflict',
      'Analytics Schema: analytics',
      rule,
      '✅ Connected to Postgres: conflictreport_dev',
      '   PostgreSQL 18.4',
      '✅ Both schemas exist',
      rule,
      'CONNECTION SUCCESSFUL',
      rule,
    ]);
  });

  it('says what is missing', () => {
    const lines = connectionLines({ ...schemas, error: 'Missing X\nSet it.' }, asciiIcons);

    expect(lines.slice(3)).toEqual([
      'Host: N/A',
      'Database: N/A',
      'Conflict Schema: conflict',
      'Analytics Schema: analytics',
      rule,
      '[FAIL] Missing X',
      '   Set it.',
      rule,
      'CONNECTION FAILED',
      rule,
    ]);
  });
});

describe('the row counts of tables', () => {
  it('are aligned, with their sum', () => {
    const counts = [
      { table: 'analytics.dimoffice', rows: 14 },
      { table: 'conflict.conflictvisitmaps', rows: 76_123 },
    ];

    expect(tableCountLines(counts)).toEqual([
      '    14  analytics.dimoffice',
      '76,123  conflict.conflictvisitmaps',
      '76,137  rows in 2 tables',
    ]);
  });
});
