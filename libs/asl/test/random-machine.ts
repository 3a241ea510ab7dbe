import type { Json, JsonObject } from '@pipelines/core';
import { LAMBDA } from './machines.ts';

/** Numbers in [0, 1) that depend on the seed alone. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Random = () => number;

interface Making {
  readonly random: Random;
  readonly isJsonata: boolean;
  /** Names are unique in a machine. */
  count: number;
}

/**
 * A valid machine of up to three levels: every type of state, both query languages, variables,
 * Retry and Catch, good and bad expressions.
 */
export function randomMachine(random: Random): JsonObject {
  const making: Making = { random, isJsonata: random() < 0.5, count: 0 };
  return {
    ...(making.isJsonata && { QueryLanguage: 'JSONata' }),
    ...(random() < 0.1 && { TimeoutSeconds: 30 }),
    ...randomGraph(making, 2),
  };
}

function randomGraph(making: Making, depth: number): JsonObject {
  const length = 1 + Math.floor(making.random() * 4);
  const names = Array.from({ length }, () => `S${making.count++}`);
  const states = names.map((name, i) => [name, randomState(making, depth, names[i + 1])] as const);
  return { StartAt: names[0] ?? '', States: Object.fromEntries(states) };
}

function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

function randomState(making: Making, depth: number, next: string | undefined): JsonObject {
  const { isJsonata, random } = making;
  const types = ['Pass', 'Task', 'Wait', 'Choice', 'Parallel', 'Map', 'Fail', 'Succeed'];
  const type = types[Math.floor(random() * (next === undefined ? 6 : depth > 0 ? 6 : 4))] ?? 'Pass';
  const isLeaf = depth === 0 && (type === 'Parallel' || type === 'Map');
  const chosen = isLeaf || (type === 'Choice' && next === undefined) ? 'Pass' : type;
  const onward = next === undefined ? { End: true } : { Next: next };
  const variables = random() < 0.4 && { Assign: randomAssign(making) };
  const fields = isJsonata ? jsonataFields(making) : pathFields(making);
  switch (chosen) {
    case 'Task':
      return {
        Type: 'Task',
        Resource: LAMBDA,
        ...fields,
        ...variables,
        ...onward,
        ...handlers(making, next),
      };
    case 'Wait':
      return { Type: 'Wait', Seconds: Math.floor(random() * 20), ...variables, ...onward };
    case 'Choice':
      return randomChoice(making, next ?? '');
    case 'Parallel': {
      const branches = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
        randomGraph(making, depth - 1),
      );
      return { Type: 'Parallel', Branches: branches, ...onward, ...handlers(making, next) };
    }
    case 'Map':
      return {
        Type: 'Map',
        ...(isJsonata
          ? { Items: pick<Json>(random, ['{% [1, 2, 3] %}', [1, 2], '{% 1 %}']) }
          : { ItemsPath: pick(random, ['$.items', '$.no']) }),
        MaxConcurrency: Math.floor(random() * 3),
        ...(random() < 0.3 && { ToleratedFailureCount: 1 }),
        ItemProcessor: randomGraph(making, depth - 1),
        ...onward,
        ...handlers(making, next),
      };
    default:
      return { Type: 'Pass', ...fields, ...variables, ...onward };
  }
}

function jsonataFields({ random }: Making): JsonObject {
  const output = pick<Json>(random, [
    '{% $states.input %}',
    { items: '{% [1, 2] %}', a: '{% 1 + 1 %}' },
    '{% $x %}',
    '{% $no %}',
  ]);
  return random() < 0.5 ? {} : { Output: output };
}

function pathFields({ random }: Making): JsonObject {
  return pick<JsonObject>(random, [
    {},
    { ResultPath: '$.r' },
    { OutputPath: '$.items' },
    { Parameters: { items: [1, 2], 'all.$': '$' } },
    { Parameters: { 'x.$': '$.no' } },
  ]);
}

function randomAssign({ isJsonata, random }: Making): JsonObject {
  const value = isJsonata ? { x: '{% $states.input %}' } : { 'x.$': '$' };
  return random() < 0.8 ? { x: 1 } : value;
}

function randomChoice({ isJsonata, random }: Making, next: string): JsonObject {
  const rule = isJsonata
    ? { Condition: pick(random, ['{% true %}', '{% $exists($x) %}', '{% $no %}']) }
    : { Variable: '$.a', IsPresent: random() < 0.5 };
  return {
    Type: 'Choice',
    Choices: [{ ...rule, Next: next }],
    ...(random() < 0.7 && { Default: next }),
  };
}

function handlers({ random }: Making, next: string | undefined): JsonObject {
  return {
    ...(random() < 0.4 && { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }] }),
    ...(random() < 0.4 &&
      next !== undefined && { Catch: [{ ErrorEquals: ['States.ALL'], Next: next }] }),
  };
}
