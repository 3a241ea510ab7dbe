import { describe, expect, it } from '@jest/globals';
import { fakeSsn, MOST_FAKE_SSNS } from './fake-ssn.ts';

const NEVER_ISSUED = /^(666|9[0-8]\d|99[0-8])-(0[1-9]|[1-4]\d)-(?!0000)\d{4}$/;

describe('fakeSsn', () => {
  it('begins with areas and groups that nobody was ever given', () => {
    expect([0, 1, 99, 100, 4_900].map(fakeSsn)).toMatchInlineSnapshot(`
     [
       "666-01-0001",
       "900-01-7920",
       "998-01-4060",
       "666-02-1980",
       "666-01-0002",
     ]
    `);
  });

  it('is different for each of 200 000 people', () => {
    const ssns = Array.from({ length: 200_000 }, (_, index) => fakeSsn(index));

    expect(new Set(ssns).size).toBe(200_000);
    expect(ssns.filter((ssn) => !NEVER_ISSUED.test(ssn))).toEqual([]);
  });

  it('holds to the end of its range and not beyond', () => {
    expect(fakeSsn(MOST_FAKE_SSNS - 1)).toMatch(NEVER_ISSUED);
    expect(() => fakeSsn(MOST_FAKE_SSNS)).toThrow(RangeError);
    expect(() => fakeSsn(-1)).toThrow(RangeError);
  });
});
