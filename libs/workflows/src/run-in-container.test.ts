import { describe, expect, it } from '@jest/globals';
import { validateDefinition } from '@pipelines/asl';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { bindContainers } from '../test/run-contained.ts';
import { listPlaceholders } from './bind-placeholders.ts';
import type { MachineSpec } from './machine-spec.ts';
import { machines } from './machines.ts';
import { longStates, NoLongStateError, runInContainer } from './run-in-container.ts';

const HOURS = 4 * 3_600;
const long = machines.filter(({ name }) => longStates[name] !== undefined);

function statesOf({ definition }: MachineSpec): Readonly<Record<string, JsonObject>> {
  const states = isJsonObject(definition) ? definition['States'] : undefined;
  if (!isJsonObject(states)) throw new Error('no states');
  return states as Readonly<Record<string, JsonObject>>;
}

describe.each(long.map((machine) => [machine.name, machine] as const))('%s', (name, machine) => {
  const { state = '' } = longStates[name] ?? {};
  const contained = runInContainer(machine, HOURS);

  it('keeps its definition, and every state of it but how the long one is called', () => {
    const before = JSON.stringify(machine);
    runInContainer(machine, HOURS);
    const { [`${state}Event`]: event, [state]: task, ...others } = statesOf(contained);
    const { [state]: taskBefore, ...othersBefore } = statesOf(machine);

    expect(JSON.stringify(machine)).toBe(before);
    expect(event).toMatchObject({ Type: 'Pass', Next: state });
    expect(Object.keys(others)).toEqual(Object.keys(othersBefore));
    const { ResultSelector, ResultPath, Catch, Next } = taskBefore ?? {};
    expect(task).toMatchObject({ ResultSelector, ResultPath, Catch, Next });
    for (const [other, value] of Object.entries(others)) {
      expect(withoutAddresses(value)).toEqual(withoutAddresses(othersBefore[other]));
    }
  });

  it('is a definition that Step Functions takes', () => {
    const text = JSON.stringify(bindContainers(contained));

    const findings = validateDefinition(text, { type: 'STANDARD' });

    expect(findings.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
  });

  it('gives the container its time, ten minutes to start, and ten of silence', () => {
    expect(statesOf(contained)[state]).toMatchObject({
      Resource: 'arn:aws:states:::ecs:runTask.waitForTaskToken',
      TimeoutSeconds: 15_000,
      HeartbeatSeconds: 600,
    });
  });

  it('has the placeholders of its functions and of its container, and no other', () => {
    const [one = ''] = contained.containers ?? [];

    expect(listPlaceholders(contained.definition).sort()).toEqual(
      [
        ...contained.functions.map((other) => `${other}.arn`),
        'containers.cluster',
        ...['task_definition', 'subnets', 'security_groups', 'public_ip'].map(
          (member) => `${one}.${member}`,
        ),
      ].sort(),
    );
  });

  it('tries a lost container again, before the rules for what its function says', () => {
    const { Retry: after } = statesOf(contained)[state] ?? {};
    const { Retry: before } = statesOf(machine)[state] ?? {};

    expect(after).toEqual([
      expect.objectContaining({ ErrorEquals: ['States.HeartbeatTimeout'], MaxAttempts: 2 }),
      expect.objectContaining({ ErrorEquals: ['AmazonECS.Unknown'] }),
      ...(Array.isArray(before) ? before : []),
    ]);
  });
});

describe('runInContainer', () => {
  it('is for the three machines with long work', () => {
    expect(long.map(({ name }) => name)).toEqual(Object.keys(longStates));
    expect(long.map((machine) => runInContainer(machine, HOURS).containers)).toEqual([
      ['etl-pipeline-function'],
      ['etl-pipeline-function'],
      ['load-neo4j'],
    ]);
  });

  it('leaves a machine without the function that it calls no more', () => {
    const refresh = long.find(({ name }) => name === 'sbir-analytics-weekly-refresh');

    expect(refresh?.functions).toContain('load-neo4j');
    expect(refresh && runInContainer(refresh, HOURS).functions).not.toContain('load-neo4j');
  });

  it('says of a timeout what holds in a container', () => {
    const [nightly] = long;

    expect(nightly && statesOf(runInContainer(nightly, HOURS))['Task02Timeout']).toMatchObject({
      Error: 'Task02TimeoutError',
      Cause: expect.stringMatching(/^ExecuteTask02 ran past its 14400 s in a container/),
    });
  });

  it('refuses a machine whose work fits into Lambda', () => {
    const chunked = machines.find(({ name }) => name === 'etl-pipeline-chunked');

    expect(() => chunked && runInContainer(chunked, HOURS)).toThrow(NoLongStateError);
  });
});

/** What a state says but where it goes, and but the cause of a timeout. */
function withoutAddresses(value: Json | undefined): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, item: unknown) => {
      if (['Next', 'Default'].includes(key)) return undefined;
      const isTimeout = isJsonObject(item) && item['Error'] === 'Task02TimeoutError';
      return isTimeout ? { ...item, Cause: '' } : item;
    }),
  );
}
