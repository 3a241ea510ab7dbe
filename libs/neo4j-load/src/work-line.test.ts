import { describe, expect, it } from '@jest/globals';
import { createWorkLine } from './work-line.ts';

describe('createWorkLine', () => {
  it('has room for so much at once, and for more when some has ended', async () => {
    const line = createWorkLine(2);
    const first = Promise.withResolvers<void>();
    const log: string[] = [];
    const begin = async (name: string, work: Promise<void>): Promise<void> => {
      await line.room();
      log.push(name);
      line.begin(() => work);
    };

    const beginning = begin('one', first.promise)
      .then(() => begin('two', new Promise(() => undefined)))
      .then(() => begin('three', Promise.resolve()));
    await new Promise((resolve) => setImmediate(resolve));
    const before = [...log];
    first.resolve();
    await beginning;

    expect(before).toEqual(['one', 'two']);
    expect(log).toEqual(['one', 'two', 'three']);
  });

  it('passes a failure on once, and only when all the other work has ended', async () => {
    const line = createWorkLine(3);
    const slow = Promise.withResolvers<void>();
    let isSlowDone = false;
    line.begin(() => Promise.reject(new Error('broken')));
    line.begin(() => Promise.reject(new Error('broken, too')));
    line.begin(async () => {
      await slow.promise;
      isSlowDone = true;
    });

    await expect(line.room()).rejects.toThrow('broken');
    slow.resolve();

    await expect(line.end()).rejects.toThrow(/^broken$/);
    expect(isSlowDone).toBe(true);
  });
});
