import type { Json } from '@pipelines/core';
import etlPipelineChunked from '../definitions/etl-pipeline-chunked.asl.json' with { type: 'json' };
import etlPipelineFull from '../definitions/etl-pipeline-full.asl.json' with { type: 'json' };
import etlPipeline from '../definitions/etl-pipeline.asl.json' with { type: 'json' };

/** One state machine and what the simulator and the deployment need to know about it. */
export interface MachineSpec {
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  /** The parsed ASL file, with `${function-name.arn}` placeholders; bind before use. */
  readonly definition: Json;
  /** Names of the functions that its placeholders stand for. */
  readonly functions: readonly string[];
  /** States that do work, in order: the terminal report counts these. */
  readonly workingStates: readonly string[];
}

/** Every state machine of the repository. The definition files are the only copy of the machines. */
export const machines: readonly MachineSpec[] = [
  {
    name: 'etl-pipeline',
    type: 'STANDARD',
    definition: etlPipeline,
    functions: ['etl-pipeline-function'],
    workingStates: ['ValidateConfig', 'ExecuteTask01', 'ExecuteTask02'],
  },
  {
    name: 'etl-pipeline-chunked',
    type: 'STANDARD',
    definition: etlPipelineChunked,
    functions: ['etl-pipeline-function'],
    workingStates: [
      'ValidateConfig',
      'ExecuteTask01',
      'GetTask02Chunks',
      'ExecuteTask02Parallel',
      'VerifyAllChunks',
    ],
  },
  {
    name: 'etl-pipeline-full',
    type: 'STANDARD',
    definition: etlPipelineFull,
    functions: ['etl-pipeline-function'],
    workingStates: [
      'ValidateConfig',
      'ExecuteTask01',
      'ExecuteTask02',
      'ExecuteTask03',
      'UpdateStatuses',
    ],
  },
];
