import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { alarms } from '../src/alarms.ts';

const RUNBOOKS = path.join(import.meta.dirname, '../../../docs/runbooks');
const pages = readdirSync(RUNBOOKS).sort();

describe('the runbooks', () => {
  it('are one page for each kind of alarm', () => {
    const wanted = Object.values(alarms).map(({ id }) => `${id}.md`);

    expect(pages).toEqual(wanted.sort());
  });

  it.each(pages)('%s says what it means, what to look at, what to do', (page) => {
    const text = readFileSync(path.join(RUNBOOKS, page), 'utf8');

    expect(text.match(/^#+ .*/gm)).toEqual([
      `# ${page.replace('.md', '')}`,
      '## What it means',
      '## Look',
      '## Do',
    ]);
    expect(text.split('\n').length).toBeLessThanOrEqual(60);
  });
});
