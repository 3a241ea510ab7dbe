import { describe, expect, it } from '@jest/globals';
import { systemClock } from '@pipelines/core';
import { NO_COUNTS } from './load-counts.ts';
import { runStages, type LoadStage, type RunStagesOptions } from './run-stages.ts';

/** A stage that writes down what it is given. */
function stage(
  name: string,
  items: readonly string[],
  log: string[],
  more: Partial<LoadStage> = {},
): LoadStage {
  return {
    name,
    items: () => items,
    write: async (window) => {
      log.push(`${name}: ${window.join(' ')}`);
      return { ...NO_COUNTS, submitted: window.length };
    },
    ...more,
  };
}

/** Time passes by one at each look; `deadlineMs` counts the windows that may begin. */
function options(log: string[], deadlineMs: number): Omit<RunStagesOptions, 'stages'> {
  let nowMs = -1;
  return {
    clock: { ...systemClock, now: () => (nowMs += 1) },
    deadlineMs,
    windowItems: 2,
    onWindow: (name, offset) => log.push(`${name} at ${offset}`),
  };
}

describe('runStages', () => {
  it('writes stage after stage, window by window', async () => {
    const log: string[] = [];
    const stages = [stage('one', ['a', 'b', 'c'], log), stage('two', ['d'], log)];

    const result = await runStages({ stages, ...options(log, 99) });

    expect(log).toEqual(['one: a b', 'one at 2', 'one: c', 'one at 3', 'two: d', 'two at 1']);
    expect(result).toEqual({
      done: true,
      committed: 4,
      counts: {
        one: { ...NO_COUNTS, submitted: 3 },
        two: { ...NO_COUNTS, submitted: 1 },
      },
    });
  });

  it('stops at the deadline with a cursor, and goes on from it', async () => {
    const log: string[] = [];
    const stages = [stage('one', ['a'], log), stage('two', ['b', 'c', 'd', 'e'], log)];

    const first = await runStages({ stages, ...options([], 2) });
    const cursor = first.done ? undefined : first.cursor;
    log.push('resumed');
    const second = await runStages({ stages, cursor, ...options([], 99) });

    expect(cursor).toEqual({
      stage: 'two',
      offset: 2,
      chunk: 1,
      counts: { one: { submitted: 1 }, two: { submitted: 2 } },
    });
    expect(log).toEqual(['one: a', 'two: b c', 'resumed', 'two: d e']);
    expect(second).toMatchObject({
      done: true,
      committed: 2,
      counts: { one: { submitted: 1 }, two: { submitted: 4 } },
    });
  });

  it('says that nothing was committed when there was no time for a window', async () => {
    const result = await runStages({ stages: [stage('one', ['a'], [])], ...options([], 0) });

    expect(result).toMatchObject({
      done: false,
      committed: 0,
      cursor: { stage: 'one', offset: 0 },
    });
  });

  it('writes several windows at once, and reads one more meanwhile', async () => {
    const log: string[] = [];
    const writing: PromiseWithResolvers<void>[] = [];
    async function* items(): AsyncGenerator<string> {
      for (const item of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
        log.push(`read ${item}`);
        yield item;
      }
    }
    const one = stage('one', [], [], {
      items,
      write: async (window) => {
        log.push(`write ${window.join(' ')}`);
        const turn = Promise.withResolvers<void>();
        writing.push(turn);
        await turn.promise;
        return { ...NO_COUNTS, submitted: window.length };
      },
    });

    const running = runStages({ stages: [one], ...options([], 99), windowsAtOnce: 2 });
    await new Promise((resolve) => setImmediate(resolve));
    const before = log.filter((line) => line.startsWith('write'));
    const isRead = log.includes('read f') && !log.includes('read g');
    // The second window is done before the first.
    for (const index of [1, 0, 2, 3]) {
      writing[index]?.resolve();
      await new Promise((resolve) => setImmediate(resolve));
    }

    expect(before).toEqual(['write a b', 'write c d']);
    expect(isRead).toBe(true);
    expect(await running).toMatchObject({ done: true, committed: 8 });
  });

  it('gives a cursor only when all windows that were begun are committed', async () => {
    const log: string[] = [];
    const slow = stage('one', ['a', 'b', 'c', 'd', 'e'], log, {
      write: async (window) => {
        await new Promise((resolve) => setImmediate(resolve));
        log.push(window.join(' '));
        return { ...NO_COUNTS, submitted: window.length };
      },
    });

    const result = await runStages({ stages: [slow], ...options([], 2), windowsAtOnce: 4 });

    expect(log).toEqual(['a b', 'c d']);
    expect(result).toMatchObject({ done: false, committed: 4, cursor: { offset: 4 } });
  });

  it('tells of each stage that is done, and what of it this call has committed', async () => {
    const done: string[] = [];
    const stages = [stage('one', ['a', 'b', 'c'], []), stage('two', [], [])];
    const cursor = { stage: 'one', offset: 2, chunk: 1, counts: {} };
    const onStage = (name: string, items: number): void => void done.push(`${name}: ${items}`);

    await runStages({ stages, cursor, ...options([], 99), onStage });
    await runStages({ stages, ...options([], 1), onStage });

    expect(done).toEqual(['one: 1', 'two: 0']);
  });

  it('numbers the invocations', async () => {
    const stages = [stage('one', ['a', 'b', 'c'], [])];
    const cursor = { stage: 'one', offset: 0, chunk: 4, counts: {} };

    const result = await runStages({ stages, cursor, ...options([], 1) });

    expect(result).toMatchObject({ cursor: { offset: 2, chunk: 5 } });
  });

  it('begins a stage anew whose items follow from the graph', async () => {
    const log: string[] = [];
    const stages = [stage('sweep', ['a', 'b', 'c'], log, { isStartedAnew: true })];
    const cursor = { stage: 'sweep', offset: 2, chunk: 1, counts: {} };

    await runStages({ stages, cursor, ...options([], 99) });

    expect(log).toEqual(['sweep: a b', 'sweep: c']);
  });

  it('passes a failure on and begins no other stage', async () => {
    const log: string[] = [];
    const failing = stage('one', ['a'], log, { write: () => Promise.reject(new Error('broken')) });

    const running = runStages({ stages: [failing, stage('two', ['b'], log)], ...options([], 99) });

    await expect(running).rejects.toThrow('broken');
    expect(log).toEqual([]);
  });

  it('refuses a cursor of another load', async () => {
    const cursor = { stage: 'three', offset: 0, chunk: 1, counts: {} };

    const running = runStages({ stages: [stage('one', [], [])], cursor, ...options([], 99) });

    await expect(running).rejects.toMatchObject({
      name: 'UnknownStageError',
      message: 'No stage "three" in this load',
    });
  });
});
