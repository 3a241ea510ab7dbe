import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@pipelines/core';
import { parseDefinition } from './parse-definition.ts';
import type { State } from './state-machine.ts';

const end = { Type: 'Succeed' };
const resource = 'arn:aws:states:::lambda:invoke';
const body = { StartAt: 'B', States: { B: end } };
const parse = (machine: JsonObject | string) => parseDefinition(machine, { type: 'STANDARD' });
const parseState = (state: JsonObject): State | undefined =>
  parse({ StartAt: 'S', States: { S: state, Z: end } }).states.S;

describe('parseDefinition', () => {
  it('reads the machine from text', () => {
    const machine = parse(
      JSON.stringify({ Comment: 'c', StartAt: 'A', States: { A: end }, TimeoutSeconds: 60 }),
    );

    expect(machine).toMatchObject({
      comment: 'c',
      startAt: 'A',
      timeoutSeconds: 60,
      queryLanguage: 'JSONPath',
      version: undefined,
    });
  });

  it('fills in the defaults of a Task, its retriers and its catchers', () => {
    const state = parseState({
      Type: 'Task',
      Resource: resource,
      Next: 'Z',
      Retry: [{ ErrorEquals: ['A', 'B'] }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }],
    });

    expect(state).toEqual({
      type: 'Task',
      name: 'S',
      queryLanguage: 'JSONPath',
      inputPath: '$',
      outputPath: '$',
      resultPath: '$',
      next: 'Z',
      resource,
      retry: [
        {
          errorEquals: ['A', 'B'],
          intervalSeconds: 1,
          maxAttempts: 3,
          backoffRate: 2,
          jitterStrategy: 'NONE',
        },
      ],
      catch: [{ errorEquals: ['States.ALL'], next: 'Z', resultPath: '$' }],
    });
  });

  it('keeps what a Task says', () => {
    const state = parseState({
      Type: 'Task',
      Resource: resource,
      InputPath: '$.in',
      OutputPath: null,
      ResultPath: null,
      Parameters: { 'a.$': '$.b' },
      ResultSelector: { 'c.$': '$.d' },
      TimeoutSeconds: 5,
      HeartbeatSecondsPath: '$.h',
      Credentials: { RoleArn: 'r' },
      Retry: [
        {
          ErrorEquals: ['A'],
          IntervalSeconds: 0,
          MaxAttempts: 0,
          BackoffRate: 1.5,
          MaxDelaySeconds: 9,
          JitterStrategy: 'FULL',
        },
      ],
      Next: 'Z',
    });

    expect(state).toMatchObject({
      inputPath: '$.in',
      outputPath: null,
      resultPath: null,
      parameters: { 'a.$': '$.b' },
      resultSelector: { 'c.$': '$.d' },
      timeoutSeconds: 5,
      heartbeatSecondsPath: '$.h',
      credentials: { RoleArn: 'r' },
      retry: [
        {
          intervalSeconds: 0,
          maxAttempts: 0,
          backoffRate: 1.5,
          maxDelaySeconds: 9,
          jitterStrategy: 'FULL',
        },
      ],
    });
  });

  it.each<[JsonObject, object]>([
    [{ Seconds: 3 }, { kind: 'seconds', seconds: 3 }],
    [{ SecondsPath: '$.s' }, { kind: 'secondsPath', path: '$.s' }],
    [
      { Timestamp: '2025-01-20T14:30:00Z' },
      { kind: 'timestamp', timestamp: '2025-01-20T14:30:00Z' },
    ],
    [{ TimestampPath: '$.t' }, { kind: 'timestampPath', path: '$.t' }],
  ])('reads the delay of Wait %j', (fields, delay) => {
    expect(parseState({ Type: 'Wait', Next: 'Z', ...fields })).toMatchObject({ delay });
  });

  it('reads Pass, Choice and Fail', () => {
    const rule = { Variable: '$.a', IsNull: true, Next: 'Z' };

    expect(parseState({ Type: 'Pass', Result: { 'x.$': 1 }, Next: 'Z' })).toMatchObject({
      result: { 'x.$': 1 },
    });
    expect(parseState({ Type: 'Choice', Choices: [rule], Default: 'Z' })).toMatchObject({
      choices: [{ rule, next: 'Z' }],
      default: 'Z',
    });
    expect(
      parse({ StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E', CausePath: '$.c' } } }).states
        .F,
    ).toEqual({ type: 'Fail', name: 'F', queryLanguage: 'JSONPath', error: 'E', causePath: '$.c' });
  });

  it('ends where End is true', () => {
    const { states } = parse({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });

    expect(states.A).toMatchObject({ next: undefined });
  });

  it('reads Parallel and Map with their graphs', () => {
    expect(parseState({ Type: 'Parallel', Branches: [body], Next: 'Z' })).toMatchObject({
      branches: [{ startAt: 'B', states: { B: { type: 'Succeed', name: 'B' } } }],
    });
    expect(parseState({ Type: 'Map', ItemProcessor: body, Next: 'Z' })).toMatchObject({
      itemsPath: '$',
      maxConcurrency: 0,
      itemProcessor: { startAt: 'B', mode: 'INLINE', executionType: undefined },
    });
  });

  it('reads the older Iterator and Parameters of Map as the newer fields', () => {
    const state = parseState({
      Type: 'Map',
      Iterator: body,
      Parameters: { 'v.$': '$' },
      MaxConcurrency: 2,
      Next: 'Z',
    });

    expect(state).toMatchObject({
      itemSelector: { 'v.$': '$' },
      maxConcurrency: 2,
      itemProcessor: { startAt: 'B' },
    });
  });

  it('freezes everything, the document too', () => {
    const document = {
      StartAt: 'A',
      States: { A: { Type: 'Pass', Parameters: { deep: [{}] }, End: true } },
    };

    const machine = parse(document);

    expect(Object.isFrozen(machine.states)).toBe(true);
    expect(Object.isFrozen(document.States.A.Parameters.deep[0])).toBe(true);
  });

  it('takes no state from Object.prototype', () => {
    const { states } = parse({ StartAt: 'A', States: { A: end } });

    expect(states.constructor).toBeUndefined();
  });

  it('refuses what AWS refuses, with the message of CreateStateMachine', () => {
    expect(() => parse({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'A' } } })).toThrow(
      expect.objectContaining({
        name: 'InvalidDefinitionError',
        message:
          "Invalid State Machine Definition: 'MISSING_END_STATE: Workflow has no terminal state at null'",
        diagnostics: [
          {
            severity: 'ERROR',
            code: 'MISSING_END_STATE',
            message: 'Workflow has no terminal state',
          },
        ],
      }),
    );
  });

  it('joins several findings', () => {
    expect(() => parse({ StartAt: 'X', States: { A: end } })).toThrow(
      "'MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /StartAt, " +
        'MISSING_TRANSITION_TARGET: State "A" is not reachable. at /States/A\'',
    );
  });
});
