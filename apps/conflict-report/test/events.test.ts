import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { conflictReportActions, conflictReportEvent } from '@pipelines/contracts';

const FOLDER = path.join(import.meta.dirname, '../events');
const FILES = readdirSync(FOLDER).sort();
/** Second names of an action, for callers that know it by an earlier one. */
const ALIASES = new Set([
  'get_task02_chunks',
  'process_task02_chunk',
  'test_connections',
  'test_postgres',
]);

const readEvent = (file: string): unknown =>
  JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8'));

describe('the events', () => {
  it.each(FILES)('%s is what the function takes', (file) => {
    const event = readEvent(file);

    expect(conflictReportEvent.safeParse(event)).toMatchObject({ success: true });
  });

  it('are there for every action', () => {
    const shown = FILES.map((file) => conflictReportEvent.parse(readEvent(file)).action);

    const wanted = conflictReportActions.filter((action) => !ALIASES.has(action));
    expect([...new Set(shown)].sort()).toEqual(wanted.toSorted());
  });

  it('would be refused with a field that is misspelt', () => {
    const event = { action: 'task_01', use_mok: true };

    expect(conflictReportEvent.safeParse(event).success).toBe(false);
  });
});
