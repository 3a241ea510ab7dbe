import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '@pipelines/testing';
import { randomText } from '../../test/csv-documents.ts';
import { longestCommonSubsequence } from './longest-common-subsequence.ts';
import { matchName } from './match-name.ts';
import { createTokenizer, tokenSetRatio } from './token-set-ratio.ts';

const tokenSetOf = createTokenizer();
const scoreOf = (a: string, b: string): number => tokenSetRatio(tokenSetOf(a), tokenSetOf(b)).score;

describe('tokenSetRatio', () => {
  it.each([
    ['Acme Innovations Inc.', 'Acme Innovations', 100],
    ['Acme Innovations Incorporated', 'ACME INNOVATIONS, INC', 100],
    ['Physical Sciences Inc.', 'Physical Science Inc', 97.561],
    ['BioTech Solutions LLC', 'BioTech Solution LLC', 97.561],
    ['Lynntech, Inc.', 'Lyntech Inc', 95.6522],
    ['Blue River Analytics', 'Blue River Analysis', 92.3077],
    ['Aptima Inc', 'Aptina Inc', 90],
    ['Quantum Computing Corp', 'Quantum Computing Corporation', 87.1795],
    ['Creare LLC', 'Creare Inc', 80],
    ['GreenEnergy Systems', 'Green Energy Systems', 71.7949],
    ['Nova Systems', 'Nova Therapeutics', 55.1724],
    ['Techtron Devices', 'Techtron Devices LLC', 100],
  ])('of %j and %j is %d', (a, b, score) => {
    expect(scoreOf(matchName(a), matchName(b))).toBeCloseTo(score, 4);
    expect(scoreOf(matchName(b), matchName(a))).toBeCloseTo(score, 4);
  });

  it('is 0 with nothing to compare, and without anything in common', () => {
    expect(scoreOf('', 'acme')).toBe(0);
    expect(scoreOf('', '')).toBe(0);
    expect(scoreOf('abc', 'xyz')).toBe(0);
  });

  it('counts a repeated word once', () => {
    expect(scoreOf('a a b', 'a b b')).toBe(100);
  });
});

describe('longestCommonSubsequence', () => {
  /** The table of the textbook. */
  function byTable(a: string, b: string): number {
    let above = new Array<number>(b.length + 1).fill(0);
    for (const left of a) {
      const row = [0];
      for (let at = 1; at <= b.length; at++) {
        const best = Math.max(above[at] ?? 0, row[at - 1] ?? 0);
        row.push(left === b[at - 1] ? (above[at - 1] ?? 0) + 1 : best);
      }
      above = row;
    }
    return above.at(-1) ?? 0;
  }

  it.each([
    ['', 'abc', 0],
    ['abc', 'abc', 3],
    ['abcbdab', 'bdcaba', 4],
    ['a'.repeat(64), 'a'.repeat(65), 64],
  ])('of %j and %j is %d', (a, b, length) => {
    expect(longestCommonSubsequence(a, b)).toBe(length);
  });

  it('equals the table on 1 000 random pairs, short and long', () => {
    const random = seededRandom(9);

    for (let round = 0; round < 1_000; round++) {
      const [a, b] = [0, 1].map(() =>
        randomText(random, ['a', 'b', 'c', 'é', ' '], Math.floor(random() * 110)),
      ) as [string, string];

      expect({ a, b, length: longestCommonSubsequence(a, b) }).toEqual({
        a,
        b,
        length: byTable(a, b),
      });
    }
  });
});

describe('matchName', () => {
  it.each([
    ['Acme Incorporated', 'acme inc'],
    ['The ACME Co., Limited', 'the acme company ltd'],
    ['Quantum   Wave-International Corp.', 'quantum wave international corp'],
    ['Café Systèmes, L.L.C.', 'café systèmes l l c'],
    [' ... ', ''],
  ])('makes %j %j', (name, normalized) => {
    expect(matchName(name)).toBe(normalized);
  });
});
