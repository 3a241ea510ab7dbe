import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { createJournal } from './journal.ts';

const event = { id: 1, previousEventId: 0, type: 'ExecutionStarted', timestampMs: 0 };

describe('createJournal', () => {
  it('keeps events in order and tells only who listens', () => {
    const journal = createJournal();
    const heard: number[] = [];

    journal.append(event);
    const unsubscribe = journal.subscribe(({ id }) => heard.push(id));
    journal.append({ ...event, id: 2 });
    unsubscribe();
    journal.append({ ...event, id: 3 });

    expect(journal.events.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(heard).toEqual([2]);
  });

  it('lets a listener’s error surface without losing the event or the other listeners', () => {
    const script = `
      import { createJournal } from ${JSON.stringify(`${import.meta.dirname}/journal.ts`)};
      process.on('uncaughtException', (error) => console.log('surfaced', error.message));
      const journal = createJournal();
      journal.subscribe(() => { throw new Error('mine'); });
      journal.subscribe(() => console.log('heard'));
      journal.append(${JSON.stringify(event)});
      console.log('kept', journal.events.length);
    `;

    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });

    expect(stdout.trim().split('\n')).toEqual(['heard', 'kept 1', 'surfaced mine']);
  });
});
