import { createVirtualClock } from '@pipelines/core';
import { describe, expect, it } from '@jest/globals';
import { createLoadLine, describeLoad } from './load-progress.ts';

function recorder(isTerminal: boolean) {
  const written: string[] = [];
  return { isTerminal, written, write: (text: string) => void written.push(text) };
}

const visits = { phase: 'analytics.visits', rows: 50_000, doneShare: 0.25 };

describe('the line of a load', () => {
  it('says what is loaded, how fast, and how long the rest takes', () => {
    expect(describeLoad(visits, 30_000)).toBe(
      '   analytics.visits · 50,000 rows · 1,667 rows/s · about 1 min 30 s left',
    );
    expect(describeLoad({ ...visits, doneShare: 0.9 }, 30_000)).toMatch(/about 3 s left$/);
  });

  it('estimates nothing from the first tables, and nothing after the last', () => {
    expect(describeLoad(visits, 1_999)).toBe('   analytics.visits · 50,000 rows');
    expect(describeLoad({ phase: 'indexes', rows: 9, doneShare: 1 }, 3_000)).toBe(
      '   indexes · 9 rows · 3 rows/s',
    );
    expect(describeLoad({ phase: 'first', rows: 0, doneShare: 0 }, 3_000)).toBe(
      '   first · 0 rows · 0 rows/s',
    );
  });

  it('is drawn twice a second, and at once when another table begins', async () => {
    const sink = recorder(true);
    const clock = createVirtualClock(0);
    const line = createLoadLine(sink, clock);

    line.update({ phase: 'a', rows: 1, doneShare: 0.1 });
    line.update({ phase: 'a', rows: 2, doneShare: 0.2 });
    await clock.advanceBy(500);
    line.update({ phase: 'a', rows: 3, doneShare: 0.3 });
    line.update({ phase: 'b', rows: 4, doneShare: 0.4 });
    line.clear();
    line.clear();

    expect(sink.written).toEqual([
      '\r\u001b[2K   a · 1 rows',
      '\r\u001b[2K   a · 3 rows',
      '\r\u001b[2K   b · 4 rows',
      '\r\u001b[2K',
    ]);
  });

  it('is drawn on terminals alone', () => {
    const sink = recorder(false);
    const line = createLoadLine(sink, createVirtualClock(0));

    line.update(visits);
    line.clear();

    expect(sink.written).toEqual([]);
  });
});
