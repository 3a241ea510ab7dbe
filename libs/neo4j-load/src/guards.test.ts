import { describe, expect, it } from '@jest/globals';
import { checkCapacity, checkResetAllowed } from './guards.ts';

describe('checkCapacity', () => {
  it('lets pass what fits, and everything where there is no limit', () => {
    expect(() => checkCapacity(95_000, 95_000)).not.toThrow();
    expect(() => checkCapacity(10 ** 9, undefined)).not.toThrow();
  });

  it('refuses one node too many', () => {
    expect(() => checkCapacity(95_001, 95_000)).toThrow(
      expect.objectContaining({
        name: 'GraphCapacityError',
        estimatedNodes: 95_001,
        maxNodes: 95_000,
      }),
    );
  });
});

describe('checkResetAllowed', () => {
  const complete = { isAsked: true, confirmation: 'neo4j', database: 'neo4j', isAllowed: true };

  it('lets a complete request pass', () => {
    expect(() => checkResetAllowed(complete)).not.toThrow();
  });

  it.each([
    [{ isAsked: false }, 'reset_neo4j is not true'],
    [{ confirmation: undefined }, 'confirm_reset must be the name of the database, "neo4j"'],
    [{ confirmation: 'true' }, 'confirm_reset must be'],
    [{ confirmation: 'NEO4J' }, 'confirm_reset must be'],
    [{ isAllowed: false }, 'ALLOW_GRAPH_RESET is false'],
  ])('refuses with %j', (change, words) => {
    expect(() => checkResetAllowed({ ...complete, ...change })).toThrow(
      expect.objectContaining({
        name: 'GraphResetRefusedError',
        message: expect.stringContaining(words),
      }),
    );
  });
});
