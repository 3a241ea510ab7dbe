import {
  distributeChunks,
  longStates,
  runInContainer,
  type MachineSpec,
} from '@pipelines/workflows';
import type { Settings } from './settings.ts';

/** The machine whose chunks may run as executions of their own. */
export const CHUNKED_MACHINE = 'etl-pipeline-chunked';

/** A machine as it is deployed: that of the manifest, but for what these settings move elsewhere. */
export function deployedMachine(spec: MachineSpec, settings: DeployedSettings): MachineSpec {
  const { chunks, containers } = settings;
  if (chunks.kind === 'distributed' && isDistributed(spec, settings)) {
    return distributeChunks(spec, chunks.atOnce);
  }
  const size = containers[longStates[spec.name]?.functionName ?? ''];
  return size ? runInContainer(spec, size.timeoutSeconds) : spec;
}

/** Whether a machine starts executions of its own for its chunks. */
export function isDistributed({ name }: MachineSpec, { chunks }: DeployedSettings): boolean {
  return name === CHUNKED_MACHINE && chunks.kind === 'distributed';
}

export type DeployedSettings = Pick<Settings, 'chunks' | 'containers'>;
