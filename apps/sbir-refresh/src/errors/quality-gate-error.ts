import { PipelineError } from '@pipelines/core';

/** The Fail states of the machine in which the data, not the work, is at fault. */
export const qualityGates = ['ValidationFailed', 'LoadFailed', 'SmokeChecksFailed'] as const;

export type QualityGate = (typeof qualityGates)[number];

/** A run ended at a gate, and its error has the name of that gate, as an execution's has. */
export class QualityGateError extends PipelineError {
  constructor(gate: QualityGate, message: string) {
    super(message);
    Object.defineProperty(this, 'name', { value: gate });
  }
}
