import { describe, expect, it } from '@jest/globals';
import { findProgressions, type ProgressionAward } from './find-progressions.ts';

const award = (change: Partial<ProgressionAward>): ProgressionAward => ({
  award_key: 'a',
  phase: 'I',
  program: 'SBIR',
  agency: 'DOD',
  award_date: '2020-01-01',
  topic_code: null,
  pi_name: null,
  ...change,
});
const FIRST = award({});
const SECOND = award({ award_key: 'b', phase: 'II', award_date: '2022-01-01' });

describe('findProgressions', () => {
  it('pairs phase I with the phase II that follows', () => {
    expect(findProgressions([SECOND, FIRST])).toEqual([
      {
        from: 'a',
        to: 'b',
        values: {
          phase_progression: 'I_to_II',
          confidence: 0.6,
          same_topic: false,
          same_pi: false,
          years_between: 2,
        },
      },
    ]);
  });

  it('is surest with the same topic and PI, and never surer than 1', () => {
    const same = { topic_code: 'T1', pi_name: 'Ann' };

    const [found] = findProgressions([
      { ...FIRST, ...same },
      { ...SECOND, ...same, pi_name: 'ANN' },
    ]);

    expect(found?.values).toMatchObject({ confidence: 1, same_topic: true, same_pi: true });
  });

  it.each([
    ['2020-06-01', 0.5],
    ['2021-01-01', 0.6],
    ['2024-01-01', 0.6],
    ['2024-01-02', 0.5],
  ])('with the later one at %s has confidence %d', (award_date, confidence) => {
    expect(findProgressions([FIRST, { ...SECOND, award_date }])[0]?.values.confidence).toBe(
      confidence,
    );
  });

  it('follows a chain to phase III', () => {
    const third = award({ award_key: 'c', phase: 'III', award_date: '2024-01-01' });

    const found = findProgressions([FIRST, SECOND, third]);

    expect(found.map(({ from, to, values }) => [from, to, values.phase_progression])).toEqual([
      ['a', 'b', 'I_to_II'],
      ['b', 'c', 'II_to_III'],
    ]);
  });

  it('takes the first of several later ones, and lets several earlier ones lead to one', () => {
    const other = award({ award_key: 'a2', award_date: '2021-01-01' });
    const later = award({ award_key: 'b2', phase: 'II', award_date: '2023-01-01' });

    const found = findProgressions([FIRST, other, SECOND, later]);

    expect(found.map(({ from, to }) => [from, to])).toEqual([
      ['a', 'b'],
      ['a2', 'b'],
    ]);
  });

  it.each([
    ['another topic', { topic_code: 'T2', pi_name: 'Ann' }, 0.8],
    ['another investigator', { topic_code: 'T1', pi_name: 'Lee' }, 0.9],
  ])('is less sure with %s', (_, change, confidence) => {
    const [found] = findProgressions([
      { ...FIRST, topic_code: 'T1', pi_name: 'Ann' },
      { ...SECOND, ...change },
    ]);

    expect(found?.values.confidence).toBe(confidence);
  });

  it.each([
    ['another agency', { agency: 'NASA' }],
    ['another program', { program: 'STTR' }],
    ['the same day', { award_date: '2020-01-01' }],
    ['an earlier day', { award_date: '2019-01-01' }],
    ['no phase', { phase: null }],
    ['a phase too far', { phase: 'III' }],
  ])('pairs nothing with %s', (_, change) => {
    expect(findProgressions([FIRST, { ...SECOND, ...change }])).toEqual([]);
  });

  it('leaves out the years where a date is missing', () => {
    const [found] = findProgressions([{ ...FIRST, award_date: null }, SECOND]);

    expect(found?.values).toEqual({
      phase_progression: 'I_to_II',
      confidence: 0.5,
      same_topic: false,
      same_pi: false,
    });
  });

  it.each([[[]], [[FIRST]]])('finds nothing in fewer than two awards', (awards) => {
    expect(findProgressions(awards)).toEqual([]);
  });
});
