import { describe, expect, it } from '@jest/globals';
import { reasonByFacts, sameRedrive } from './redrives.ts';
import type { ExecutionRecord } from './registry.ts';

const DAY_MS = 86_400_000;
const failed: ExecutionRecord = {
  arn: 'arn:aws:states:us-east-1:000000000000:execution:machine:e',
  machineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine',
  name: 'e',
  status: 'FAILED',
  startMs: 0,
  stopMs: 1_000,
  eventCount: 24_998,
  inputText: '{}',
  redrives: [],
};

describe('reasonByFacts', () => {
  it('has none up to 14 days after the end, with room for two more events', () => {
    expect(reasonByFacts(failed, 1_000 + 14 * DAY_MS)).toBeUndefined();
    expect(reasonByFacts({ ...failed, status: 'TIMED_OUT' }, 1_000)).toBeUndefined();
    expect(reasonByFacts({ ...failed, status: 'ABORTED' }, 1_000)).toBeUndefined();
  });

  it('names the limit that is exceeded', () => {
    expect(reasonByFacts(failed, 1_001 + 14 * DAY_MS)).toBe('Execution redrivable period exceeded');
    expect(reasonByFacts({ ...failed, eventCount: 24_999 }, 1_000)).toBe(
      'Execution history event limit exceeded',
    );
    expect(reasonByFacts({ ...failed, stopMs: 365 * DAY_MS }, 1 + 365 * DAY_MS)).toBe(
      'Execution has exceeded the max execution time',
    );
  });
});

describe('sameRedrive', () => {
  const redrives = Array.from({ length: 11 }, (_, at) => ({
    eventId: at,
    ms: at,
    clientToken: `token-${at}`,
  }));

  it('knows the last ten tokens, for 15 minutes', () => {
    expect(sameRedrive(redrives, 'token-0', 20)).toBeUndefined();
    expect(sameRedrive(redrives, 'token-1', 20)?.ms).toBe(1);
    expect(sameRedrive(redrives, 'token-1', 900_001)?.ms).toBe(1);
    expect(sameRedrive(redrives, 'token-1', 900_002)).toBeUndefined();
  });

  it('asks for a token', () => {
    expect(sameRedrive([{ eventId: 1, ms: 1 }], undefined, 2)).toBeUndefined();
  });
});
