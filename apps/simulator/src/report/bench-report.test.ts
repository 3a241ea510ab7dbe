import { describe, expect, it } from '@jest/globals';
import { benchFiguresOf, benchRunLine, benchSummaryLines } from './bench-report.ts';
import { asciiIcons, emojiIcons } from './icons.ts';

describe('the report of bench-run', () => {
  it.each([
    [[10], 10, 0],
    [[12, 10, 9], 10, 0.2],
    [[10, 8, 12, 11], 10.5, 2.5 / 10.5],
    [[0, 0], 0, 0],
  ])('has of %j the median %d and the spread %d', (seconds, medianSeconds, spread) => {
    expect(benchFiguresOf(seconds)).toEqual({ seconds, medianSeconds, spread });
  });

  it('writes Total Duration on the line of each run, then median and spread', () => {
    const figures = benchFiguresOf([232.84, 240, 200]);

    expect([
      benchRunLine({ index: 1, runs: 3, seconds: 232.84 }, emojiIcons),
      benchRunLine({ index: 2, runs: 3, seconds: 240 }, asciiIcons),
      ...benchSummaryLines(figures),
    ]).toEqual([
      '✅ Run 1/3  Total Duration: 232.84s (3.88 min)',
      '[OK] Run 2/3  Total Duration: 240.00s (4.00 min)',
      'Median: 232.84s (3.88 min)',
      'Spread: ±14.1%',
    ]);
  });
});
