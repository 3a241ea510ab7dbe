import type { Json } from '@pipelines/core';

/** One state machine and what the simulator and the deployment need to know about it. */
export interface MachineSpec {
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  /** The parsed ASL file, with `${function-name.arn}` placeholders; bind before use. */
  readonly definition: Json;
  /** Names of the functions that its placeholders stand for. */
  readonly functions: readonly string[];
  /** Names of the functions that it runs in containers: `runInContainer`. */
  readonly containers?: readonly string[];
  /** States that do work, in order: the terminal report counts these. */
  readonly workingStates: readonly string[];
}
