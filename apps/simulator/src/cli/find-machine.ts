import { UsageError } from '@pipelines/command-line';
import { machines, type MachineSpec } from '@pipelines/workflows';
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

/**
 * The machine that does the same work in chunks: `etl-pipeline-chunked` for `etl-pipeline`.
 *
 * @returns `machine` itself when it is the one in chunks
 * @throws {UsageError} when there is none
 */
export function chunkedFormOf(machine: MachineSpec): MachineSpec {
  const suffix = '-chunked';
  if (machine.name.endsWith(suffix)) return machine;
  const chunked = machines.find(({ name }) => name === `${machine.name}${suffix}`);
  if (chunked) return chunked;
  throw new UsageError(`--chunked: ${machine.name} has no form in chunks.`);
}
