import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { conflictReportEvent } from '@pipelines/contracts';

const FOLDER = path.join(import.meta.dirname, '../events');

describe('the events', () => {
  it.each(readdirSync(FOLDER).sort())('%s is what the function takes', (file) => {
    const event: unknown = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8'));

    expect(conflictReportEvent.safeParse(event)).toMatchObject({ success: true });
  });

  it('would be refused with a field that is misspelt', () => {
    const event = { action: 'task_01', use_mok: true };

    expect(conflictReportEvent.safeParse(event).success).toBe(false);
  });
});
