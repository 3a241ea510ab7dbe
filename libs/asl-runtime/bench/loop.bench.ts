import { parseDefinition } from '@pipelines/asl';
import { systemClock, type Json } from '@pipelines/core';
import { createEngine } from '../src/index.ts';

/** 1001 rounds of one Pass and one Choice: 2002 transitions, 4006 history events. */
const LOOP: Json = {
  StartAt: 'Add',
  States: {
    Add: {
      Type: 'Pass',
      Parameters: { 'n.$': 'States.MathAdd($.n, 1)' },
      Next: 'More',
    },
    More: {
      Type: 'Choice',
      Choices: [{ Variable: '$.n', NumericLessThan: 1001, Next: 'Add' }],
      Default: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
};

const ROUNDS = 20;
const engine = createEngine({ clock: systemClock, runTask: () => Promise.resolve(null) });
const machine = {
  arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:loop',
  name: 'loop',
  definition: parseDefinition(LOOP, { type: 'STANDARD' }),
  roleArn: 'arn:aws:iam::000000000000:role/loop',
  type: 'STANDARD',
} as const;

const durationsMs: number[] = [];
let events = 0;
for (let i = 0; i < ROUNDS; i++) {
  const name = `run-${i}`;
  const executionArn = `arn:aws:states:us-east-1:000000000000:execution:loop:${name}`;
  const startedMs = performance.now();
  const execution = engine.start({ machine, executionArn, name, inputText: '{"n":0}' });
  const { status } = await execution.done;
  durationsMs.push(performance.now() - startedMs);
  events = execution.history().length;
  if (status !== 'SUCCEEDED') throw new Error(`the loop ended ${status}`);
}

const perSecond = (ms: number): number => Math.round(2002 / (ms / 1000));
const [coldMs = 0] = durationsMs;
const medianMs = durationsMs.toSorted((a, b) => a - b)[ROUNDS / 2] ?? 0;
console.log(
  JSON.stringify({
    bench: 'asl-loop-2002',
    events,
    coldStatesPerSecond: perSecond(coldMs),
    statesPerSecond: perSecond(medianMs),
  }),
);
