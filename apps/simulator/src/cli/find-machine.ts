import { machines, type MachineSpec } from '@pipelines/workflows';
import { UsageError } from './cli-errors.ts';
import { didYouMean } from './did-you-mean.ts';

/**
 * The machine of this repository that a command line names.
 *
 * @throws {UsageError} when there is none, with the nearest name
 */
export function findMachine(name: string): MachineSpec {
  const machine = machines.find((candidate) => candidate.name === name);
  if (machine) return machine;
  const names = machines.map((candidate) => candidate.name);
  throw new UsageError(`Unknown machine "${name}".${didYouMean(name, names)}`);
}
