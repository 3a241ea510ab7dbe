import { describe, expect, it } from '@jest/globals';
import { monthlyCost, type Volumes } from './monthly-cost.ts';

const nothing: Volumes = {
  secondsPerRun: {},
  runsPerMonth: { 'conflict-report': 0, 'sbir-refresh': 0 },
  transitionsPerMonth: 0,
  storedGb: 0,
  logGb: 0,
  alarms: 0,
  zones: 0,
};
const costOf = (volumes: Partial<Volumes>, what: string): number | undefined =>
  monthlyCost({ ...nothing, ...volumes }).find((line) => line.what === what)?.dollars;

describe('monthlyCost', () => {
  it('of nothing is the keys', () => {
    expect(monthlyCost(nothing).reduce((sum, { dollars }) => sum + dollars, 0)).toBe(2);
  });

  it('counts memory by time: 600 s of 1 GB thirty times is 18 000 GB-s', () => {
    const cost = costOf(
      {
        secondsPerRun: { 'etl-pipeline-function': 600 },
        runsPerMonth: { 'conflict-report': 30, 'sbir-refresh': 0 },
      },
      'Lambda etl-pipeline-function',
    );

    expect(cost).toBeCloseTo(18_000 * 0.0000133334 + 30 * 0.0000002, 6);
  });

  it('counts transitions by the thousand and endpoints by zone and hour', () => {
    expect(costOf({ transitionsPerMonth: 4_000 }, 'Step Functions')).toBeCloseTo(0.1);
    expect(costOf({ zones: 2 }, 'VPC endpoint of Secrets Manager')).toBeCloseTo(14.6);
  });
});
