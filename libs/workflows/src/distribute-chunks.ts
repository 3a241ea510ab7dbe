import { isJsonObject, PipelineError, type Json, type JsonObject } from '@pipelines/core';
import type { MachineSpec } from './machine-spec.ts';

/** The Map whose items are chunks of TASK_02. */
const MAP_STATE = 'ExecuteTask02Parallel';
const CHUNK_STATE = 'ProcessChunk';
/** A child execution has an id of its own; the audit names the run that it belongs to. */
const EXECUTION_ARN = 'execution_arn.$';

/** Name of the Map Run in the ARNs of its children: `execution:etl-pipeline-chunked/Task02Chunks:…`. */
export const CHUNKS_LABEL = 'Task02Chunks';

/** A machine has no chunks that could be distributed. */
export class NoChunksError extends PipelineError {
  static {
    NoChunksError.prototype.name = 'NoChunksError';
  }
}

/**
 * The chunked machine with its chunks as executions of their own, each with its own history.
 *
 * Beyond mode, label and number at a time one thing differs: the parent's ARN goes along with each
 * item, because `$$.Execution.Id` of a child is that of the child.
 *
 * @param chunksAtOnce - what the database bears, not what Lambda would
 * @throws {NoChunksError} for a machine without the Map of chunks
 */
export function distributeChunks(machine: MachineSpec, chunksAtOnce: number): MachineSpec {
  const states = memberOf(machine.definition, 'States', machine);
  const map = memberOf(states, MAP_STATE, machine);
  const processor = memberOf(map, 'ItemProcessor', machine);
  const children = memberOf(processor, 'States', machine);
  const distributed: JsonObject = {
    ...map,
    Label: CHUNKS_LABEL,
    MaxConcurrency: chunksAtOnce,
    ItemSelector: {
      ...memberOf(map, 'ItemSelector', machine),
      [EXECUTION_ARN]: '$$.Execution.Id',
    },
    ItemProcessor: {
      ...processor,
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      States: { ...children, [CHUNK_STATE]: ofParent(children, machine) },
    },
  };
  return {
    ...machine,
    definition: {
      ...(machine.definition as JsonObject),
      States: { ...states, [MAP_STATE]: distributed },
    },
  };
}

function ofParent(children: JsonObject, machine: MachineSpec): JsonObject {
  const chunk = memberOf(children, CHUNK_STATE, machine);
  const parameters = memberOf(chunk, 'Parameters', machine);
  const payload = memberOf(parameters, 'Payload', machine);
  return {
    ...chunk,
    Parameters: { ...parameters, Payload: { ...payload, [EXECUTION_ARN]: '$.execution_arn' } },
  };
}

function memberOf(value: Json, name: string, machine: MachineSpec): JsonObject {
  const member = isJsonObject(value) ? value[name] : undefined;
  if (!isJsonObject(member)) throw new NoChunksError(`${machine.name} has no ${name}.`);
  return member;
}
