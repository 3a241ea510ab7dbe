import { describe, expect, it } from '@jest/globals';
import { parseDefinition, validateDefinition } from '@pipelines/asl';
import { createEngine } from '@pipelines/asl-runtime';
import { createVirtualClock, isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { bindPlaceholders } from './bind-placeholders.ts';
import { distributeChunks, NoChunksError } from './distribute-chunks.ts';
import type { MachineSpec } from './machine-spec.ts';
import { machines } from './machines.ts';

const EXECUTION_ARN = 'arn:aws:states:us-east-2:000000000000:execution:etl-pipeline-chunked:night';
const CHUNKS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

function machineOf(name: string): MachineSpec {
  const found = machines.find((machine) => machine.name === name);
  if (!found) throw new Error(name);
  return found;
}
const inline = machineOf('etl-pipeline-chunked');
const distributed = distributeChunks(inline, 20);

describe('distributeChunks', () => {
  it('leaves everything as it is but the Map of chunks', () => {
    const mapOf = ({ definition }: MachineSpec): JsonObject => memberOf(definition, 'States');
    const { ExecuteTask02Parallel: before, ...others } = mapOf(inline);
    const { ExecuteTask02Parallel: after, ...othersAfter } = mapOf(distributed);

    expect(othersAfter).toEqual(others);
    expect(after).toMatchObject({
      Label: 'Task02Chunks',
      MaxConcurrency: 20,
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
    });
    expect(before).toMatchObject({
      MaxConcurrency: 5,
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' } },
    });
  });

  it('is a definition that Step Functions takes', () => {
    const findings = validateDefinition(JSON.stringify(boundOf(distributed)), { type: 'STANDARD' });

    expect(findings.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
  });

  it('calls the function as the inline machine does, each chunk in the name of the run', async () => {
    const [once, apart] = [await run(inline), await run(distributed)];

    expect(once.status).toBe('SUCCEEDED');
    expect(apart.status).toBe('SUCCEEDED');
    expect(sorted(apart.payloads)).toEqual(sorted(once.payloads));
    expect(chunkResultsOf(apart.output)).toEqual(chunkResultsOf(once.output));
    const chunks = apart.payloads.filter(({ action }) => action === 'task_02_chunk');
    expect(chunks.map(({ chunk_id }) => chunk_id).sort()).toEqual(CHUNKS);
    expect(new Set(chunks.map(({ execution_arn }) => execution_arn))).toEqual(
      new Set([EXECUTION_ARN]),
    );
  });

  it('keeps the history of chunks out of that of the run', async () => {
    const [once, apart] = [await run(inline), await run(distributed)];

    expect(once.entered).toContain('ProcessChunk');
    expect(apart.entered).not.toContain('ProcessChunk');
  });

  it('refuses a machine without chunks', () => {
    expect(() => distributeChunks(machineOf('etl-pipeline'), 5)).toThrow(NoChunksError);
  });
});

interface Run {
  readonly status: string;
  readonly output: Json;
  readonly payloads: readonly JsonObject[];
  readonly entered: readonly string[];
}

async function run(machine: MachineSpec): Promise<Run> {
  const payloads: JsonObject[] = [];
  const clock = createVirtualClock(Date.parse('2026-11-23T02:00:00Z'));
  const engine = createEngine({
    clock,
    region: 'us-east-2',
    runTask: async ({ payload }) => {
      const given = memberOf(payload, 'Payload');
      payloads.push(given);
      return {
        StatusCode: 200,
        ExecutedVersion: '1',
        Payload: { statusCode: 200, body: bodyOf(given) },
      };
    },
  });
  const execution = engine.start({
    machine: {
      arn: 'arn:aws:states:us-east-2:000000000000:stateMachine:etl-pipeline-chunked',
      name: machine.name,
      definition: parseDefinition(boundOf(machine), { type: 'STANDARD' }),
      roleArn: 'arn:aws:iam::000000000000:role/sf',
      type: 'STANDARD',
    },
    executionArn: EXECUTION_ARN,
    name: 'night',
    inputText: '{}',
  });
  const { status, output } = await clock.runUntil(execution.done);
  const entered = execution.history().flatMap(({ stateEnteredEventDetails: entry }) => {
    return isJsonObject(entry) ? [String(entry['name'])] : [];
  });
  return { status, output: JSON.parse(output ?? 'null') as Json, payloads, entered };
}

/** What the function answers, as far as the machine looks at it. */
function bodyOf({ action, chunk_id }: JsonObject): JsonObject {
  if (action === 'task_02_chunk') return { chunk_id: chunk_id ?? null, updated_rows: 3 };
  const chunk = { start_date: '2025-01-01', end_date: '2025-01-02', bucket: 0, buckets: 1 };
  return {
    status: 'success',
    config: {},
    run_id: 'r1',
    num_chunks: CHUNKS.length,
    marked_rows: 21,
    date_chunks: CHUNKS.map((id) => ({ ...chunk, chunk_id: id })),
  };
}

function boundOf({ definition }: MachineSpec): JsonObject {
  const bound = bindPlaceholders(definition, {
    'etl-pipeline-function.arn': 'arn:aws:lambda:us-east-2:000000000000:function:f:live',
  });
  if (!isJsonObject(bound)) throw new Error('no definition');
  return bound;
}

function memberOf(value: Json, name: string): JsonObject {
  const member = isJsonObject(value) ? value[name] : undefined;
  if (!isJsonObject(member)) throw new Error(`no ${name}`);
  return member;
}

function chunkResultsOf(output: Json): Json | undefined {
  return isJsonObject(output) ? output['chunk_results'] : undefined;
}

function sorted(payloads: readonly JsonObject[]): readonly string[] {
  return payloads.map((payload) => JSON.stringify(Object.entries(payload).sort())).sort();
}
