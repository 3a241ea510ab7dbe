import { createVirtualClock } from '@pipelines/core';
import { describe, expect, it } from '@jest/globals';
import { createRunProgress } from './run-progress.ts';

function recorder(isTerminal: boolean) {
  const written: string[] = [];
  return { isTerminal, written, write: (text: string) => void written.push(text) };
}

describe('createRunProgress', () => {
  it('writes a line every 5 s where there is no terminal', async () => {
    const sink = recorder(false);
    const clock = createVirtualClock(0);
    const progress = createRunProgress(sink, clock);

    progress.begin('ExecuteTask02', 0);
    await clock.advanceBy(4_999);
    progress.addLog('{"message":"Step mark done","name":"mark","rows":1234,"durationMs":7}');
    await clock.advanceBy(5_001);

    expect(sink.written).toEqual([
      '   ExecuteTask02: 5s · mark · 1,234 rows\n',
      '   ExecuteTask02: 10s · mark · 1,234 rows\n',
    ]);
  });

  it('draws one line again and again on a terminal', async () => {
    const sink = recorder(true);
    const clock = createVirtualClock(0);
    const progress = createRunProgress(sink, clock);

    progress.begin('ExecuteTask01', 0);
    await clock.advanceBy(1_000);
    progress.addLog('{"step":"copy"}');
    progress.clear();

    expect(sink.written).toEqual([
      '\r\u001b[2K   ExecuteTask01: 1s',
      '\r\u001b[2K   ExecuteTask01: 1s · copy',
      '\r\u001b[2K',
    ]);
  });

  it('forgets the rows of a step when the next one begins', async () => {
    const sink = recorder(false);
    const clock = createVirtualClock(0);
    const progress = createRunProgress(sink, clock);

    progress.begin('ExecuteTask02', 0);
    progress.addLog('{"step":"mark","rows":5}');
    progress.addLog('{"step":"update"}');
    progress.addLog('START RequestId');
    await clock.advanceBy(5_000);

    expect(sink.written).toEqual(['   ExecuteTask02: 5s · update\n']);
  });

  it('leaves no timer and no line when the state ends', async () => {
    const sink = recorder(true);
    const clock = createVirtualClock(0);
    const progress = createRunProgress(sink, clock);

    progress.begin('ExecuteTask01', 0);
    await clock.advanceBy(1_000);
    progress.end();
    await clock.advanceBy(60_000);

    expect(clock.pendingTimers()).toBe(0);
    expect(sink.written.at(-1)).toBe('\r\u001b[2K');
    expect(sink.written).toHaveLength(2);
  });

  it('counts the items of a Map instead of their steps', async () => {
    const sink = recorder(false);
    const clock = createVirtualClock(0);
    const progress = createRunProgress(sink, clock);

    progress.begin('ExecuteTask02Parallel', 0);
    progress.beginItems(273);
    progress.addLog('{"step":"find-conflicts","rows":7}');
    progress.endItem();
    progress.endItem();
    await clock.advanceBy(5_000);
    progress.begin('VerifyAllChunks', 5_000);
    progress.endItem();
    await clock.advanceBy(5_000);

    expect(sink.written).toEqual([
      '   ExecuteTask02Parallel: 5s · 2 of 273 done\n',
      '   VerifyAllChunks: 5s\n',
    ]);
  });
});
