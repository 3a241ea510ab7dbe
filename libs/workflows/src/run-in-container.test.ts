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
    const { [state]: parallel, ...others } = statesOf(contained);
    const { [state]: task, ...othersBefore } = statesOf(machine);

    expect(JSON.stringify(machine)).toBe(before);
    expect(Object.keys(statesOf(contained))).toEqual(Object.keys(statesOf(machine)));
    expect(withoutTimeoutCause(others)).toEqual(withoutTimeoutCause(othersBefore));
    const { ResultPath, Catch, Next, Parameters } = task ?? {};
    const event = (Parameters as JsonObject)['Payload'];
    expect(parallel).toMatchObject({ ResultPath, Catch, Next, Parameters: event });
    expect(parallel).not.toHaveProperty('TimeoutSeconds');
  });

  it('is a definition that Step Functions takes', () => {
    const text = JSON.stringify(bindContainers(contained));

    const findings = validateDefinition(text, { type: 'STANDARD' });

    expect(findings.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
  });

  it('runs the container to its end, with its time and ten minutes to start', () => {
    expect(branchOf(contained, state)[`${state}Container`]).toMatchObject({
      Type: 'Task',
      Resource: 'arn:aws:states:::ecs:runTask.sync',
      TimeoutSeconds: 15_000,
    });
    expect(JSON.stringify(contained.definition)).not.toMatch(/waitForTaskToken|Task\.Token/);
  });

  it('selects from the one answer in the list what it selected from the answer', () => {
    const { ResultSelector: before } = statesOf(machine)[state] ?? {};
    const { ResultSelector: after } = statesOf(contained)[state] ?? {};

    expect(JSON.parse(JSON.stringify(after).replaceAll('$[0].', '$.'))).toEqual(before);
    expect(JSON.stringify(after)).not.toContain('"$.');
  });

  it('has no name of a state twice', () => {
    const names = [
      ...Object.keys(statesOf(contained)),
      ...Object.keys(branchOf(contained, state)),
      ...[...JSON.stringify(machine.definition).matchAll(/"StartAt":"(\w+)"/g)].map(([, n]) => n),
    ];
    const own = Object.keys(branchOf(contained, state));

    expect(own.filter((one) => names.filter((other) => other === one).length > 1)).toEqual([]);
  });

  it('has the placeholders of its functions and of its container, and no other', () => {
    const [one = ''] = contained.containers ?? [];

    expect(listPlaceholders(contained.definition).sort()).toEqual(
      [
        ...contained.functions.map((other) => `${other}.arn`),
        'containers.answers',
        'containers.cluster',
        ...['task_definition', 'subnets', 'security_groups', 'public_ip'].map(
          (member) => `${one}.${member}`,
        ),
      ].sort(),
    );
  });

  it('waits for room, before the rules for what its function says', () => {
    const { Retry: after } = statesOf(contained)[state] ?? {};
    const { Retry: before } = statesOf(machine)[state] ?? {};

    expect(after).toEqual([
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

  it('refuses a selector that it could not lead into the list', () => {
    const [nightly] = long;
    const text = JSON.stringify(nightly).replaceAll(
      '"$.Payload.body"',
      '"States.Array($.Payload)"',
    );

    expect(() => runInContainer(JSON.parse(text) as MachineSpec, HOURS)).toThrow(
      'The selector of body.$ must be a path into the answer.',
    );
  });

  it('refuses a machine whose work fits into Lambda', () => {
    const chunked = machines.find(({ name }) => name === 'etl-pipeline-chunked');

    expect(() => chunked && runInContainer(chunked, HOURS)).toThrow(NoLongStateError);
  });
});

function branchOf(machine: MachineSpec, state: string): Readonly<Record<string, JsonObject>> {
  const { Branches } = statesOf(machine)[state] as { readonly Branches?: readonly JsonObject[] };
  const [branch] = Branches ?? [];
  return (branch?.['States'] ?? {}) as Readonly<Record<string, JsonObject>>;
}

/** States but for the cause of a timeout. */
function withoutTimeoutCause(states: Json): unknown {
  return JSON.parse(
    JSON.stringify(states, (_, item: unknown) =>
      isJsonObject(item) && item['Error'] === 'Task02TimeoutError' ? { ...item, Cause: '' } : item,
    ),
  );
}
