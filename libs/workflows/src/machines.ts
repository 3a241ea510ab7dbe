import etlPipelineChunked from '../definitions/etl-pipeline-chunked.asl.json' with { type: 'json' };
import etlPipelineFull from '../definitions/etl-pipeline-full.asl.json' with { type: 'json' };
import etlPipeline from '../definitions/etl-pipeline.asl.json' with { type: 'json' };
import type { MachineSpec } from './machine-spec.ts';
import { sbirRefreshMachine } from './sbir-refresh-machine.ts';

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
  sbirRefreshMachine,
];
