import type { HistoryEvent } from '../history/history-event.ts';
import type { ExecutionEnd, TaskCall } from './effect.ts';
import { describe, expect, it } from '@jest/globals';
import { driveJsonata, START_MS, type Answer, type DriveOptions } from '../../test/drive.ts';
import { randomMachine, randomNumbers } from '../../test/random-machine.ts';

const MACHINES = 400;
const END = /^Execution(Succeeded|Failed|TimedOut|Aborted)$/;

/** What the tasks of the n-th machine answer: by chance, but the same each time. */
function optionsOf(seed: number): DriveOptions {
  const random = randomNumbers(seed ^ 0x5bd1e995);
  const answers: readonly Answer[] = [
    { output: { items: [1], a: 1 } },
    { output: null, afterMs: 50 },
    { error: 'E', cause: 'c', afterMs: 5 },
    { error: 'States.Timeout' },
  ];
  const stop = { type: 'stop', error: 'Stopped', nowMs: START_MS + 7_000 } as const;
  return {
    input: { items: [1, 2, 3], a: 1 },
    answer: (_: TaskCall) => answers[Math.floor(random() * answers.length)] ?? { output: 1 },
    events: random() < 0.2 ? [stop] : [],
  };
}

/** The same each time that a state is run. */
const answerByName = ({ stateName }: TaskCall): Answer =>
  Number(stateName.slice(1)) % 4 === 0
    ? { error: 'E', cause: 'c' }
    : { output: { items: [1], a: stateName } };

const abortedAt = (id: number): HistoryEvent => ({
  id,
  previousEventId: 0,
  type: 'ExecutionAborted',
  timestampMs: START_MS + 3_600_000,
});

/**
 * An end without what depends on the order of branches, their first failure's cause, and on how
 * long the history is, the ids in other causes.
 */
const comparable = (end: ExecutionEnd | undefined): string =>
  JSON.stringify({ ...end, cause: undefined }).replaceAll(/#\d+/g, '#n');

const runSeed = (seed: number) => {
  const definition = randomMachine(randomNumbers(seed));
  return driveJsonata(definition, optionsOf(seed));
};

describe('random machines', () => {
  it('end, leave nothing waiting, and have a contiguous history with one end', async () => {
    for (let seed = 1; seed <= MACHINES; seed++) {
      const { end, history, openTimers, state, types } = await runSeed(seed);
      const ids = history.map(({ id }) => id);
      const previous = history.every(({ id, previousEventId }) => previousEventId < id);

      expect({ seed, end, previous, openTimers }).toMatchObject({
        seed,
        end: { status: expect.stringMatching(/^(SUCCEEDED|FAILED|TIMED_OUT|ABORTED)$/) },
        previous: true,
        openTimers: 0,
      });
      expect(ids).toEqual(ids.map((_, i) => i + 1));
      expect(types.filter((type) => END.test(type))).toEqual([types.at(-1)]);
      expect([...state.frames.keys(), ...state.turns, ...state.signals]).toEqual([]);
    }
  });

  it('give the same history when they run again', async () => {
    for (let seed = 1; seed <= MACHINES; seed += 7) {
      expect((await runSeed(seed)).history).toEqual((await runSeed(seed)).history);
    }
  });

  it('end as they would have, when they are stopped after any event and redriven', async () => {
    for (let seed = 1; seed <= MACHINES; seed += 8) {
      const definition = randomMachine(randomNumbers(seed));
      const options = { ...optionsOf(seed), events: [], answer: answerByName };
      const { end, history } = await driveJsonata(definition, options);
      // A redrive begins the time limit anew.
      if (end?.status === 'TIMED_OUT') continue;

      for (let count = 1; count < history.length; count += 1 + Math.floor(history.length / 8)) {
        const past = [...history.slice(0, count), abortedAt(count + 1)];
        const redriven = await driveJsonata(definition, { ...options, past });

        expect({ seed, count, end: comparable(redriven.end) }).toEqual({
          seed,
          count,
          end: comparable(end),
        });
        expect(redriven.history.map(({ id }) => id)).toEqual(redriven.history.map((_, i) => i + 1));
        expect(redriven.history.every((event) => event.previousEventId < event.id)).toBe(true);
        expect(redriven.openTimers).toBe(0);
      }
    }
  });

  it('reach every type of event', async () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= MACHINES; seed++) {
      for (const type of (await runSeed(seed)).types) seen.add(type);
    }

    expect([...seen]).toEqual(
      expect.arrayContaining([
        'EvaluationFailed',
        'ExecutionAborted',
        'ExecutionTimedOut',
        'MapIterationAborted',
        'MapStateFailed',
        'ParallelStateFailed',
        'ParallelStateSucceeded',
        'WaitStateAborted',
      ]),
    );
  });
});
