import { describe, expect, it } from '@jest/globals';
import { analyzeTimeout } from './timeout-analysis.ts';

describe('analyzeTimeout', () => {
  it.each([
    [0, 'safe', 900],
    [720, 'safe', 180],
    [720.001, 'warning', 179.999],
    [900, 'warning', 0],
    [900.5, 'critical', -0.5],
  ] as const)('puts %d s into the zone %s', (seconds, zone, bufferSeconds) => {
    const analysis = analyzeTimeout(seconds, []);

    expect(analysis.zone).toBe(zone);
    expect(analysis.bufferSeconds).toBeCloseTo(bufferSeconds);
    expect(analysis.limitSeconds).toBe(900);
  });

  it('names the states that leave the safe zone alone', () => {
    const { slowStates } = analyzeTimeout(1_500, [
      { name: 'A', durationSeconds: 720 },
      { name: 'B', durationSeconds: 721 },
    ]);

    expect(slowStates).toEqual([{ name: 'B', durationSeconds: 721 }]);
  });
});
