import { describe, expect, it } from '@jest/globals';
import { createFingerprintSet } from './fingerprint-set.ts';

describe('createFingerprintSet', () => {
  it('counts 50 000 texts that differ in little, each once', () => {
    const set = createFingerprintSet();
    const texts = Array.from({ length: 50_000 }, (_, index) => `AF${index}_FA${index % 7}`);

    const isNew = texts.map((text) => set.add(text));
    const isNewAgain = texts.map((text) => set.add(text));

    expect(isNew.every(Boolean)).toBe(true);
    expect(isNewAgain.some(Boolean)).toBe(false);
    expect(set.size).toBe(50_000);
  });

  it('takes the empty text, and tells order apart', () => {
    const set = createFingerprintSet();

    expect(['', 'ab', 'ba', ''].map((text) => set.add(text))).toEqual([true, true, true, false]);
  });
});
