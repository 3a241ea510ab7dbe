import { describe, expect, it } from '@jest/globals';
import { createRecordCounter } from './record-counter.ts';

describe('createRecordCounter', () => {
  it.each([1, 2, 5, 100])('counts records, not lines, in pieces of %d', (size) => {
    const text = 'a,b\n"1\n2","say ""hi""\n"\n3,4\n';
    const count = createRecordCounter();
    let records = 0;

    for (let at = 0; at < text.length; at += size) records = count(text.slice(at, at + size));

    expect(records).toBe(3);
  });
});
