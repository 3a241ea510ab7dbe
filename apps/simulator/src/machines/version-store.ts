import path from 'node:path';
import { machineFolder } from '../executions/state-paths.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import type { MachineVersion } from './machine.ts';

export interface VersionStore {
  /** In the order in which they were published. */
  list(machineArn: string): readonly MachineVersion[];
  /** Give a revision the next number. A number is never given twice, deleted or not. */
  add(machineArn: string, version: Omit<MachineVersion, 'arn' | 'number'>): MachineVersion;
  remove(machineArn: string, number: number): void;
}

interface VersionsFile {
  readonly last: number;
  readonly versions: readonly Omit<MachineVersion, 'arn'>[];
}

/** Versions of state machines, `versions.json` in the folder of each. */
export function createVersionStore(root: string): VersionStore {
  const fileOf = (arn: string): string => path.join(machineFolder(root, arn), 'versions.json');
  const read = (arn: string): VersionsFile =>
    readJsonFile<VersionsFile>(fileOf(arn)) ?? { last: 0, versions: [] };
  return {
    list: (arn) =>
      read(arn).versions.map((version) => ({ ...version, arn: `${arn}:${version.number}` })),
    add(arn, facts) {
      const { last, versions } = read(arn);
      const version = { ...facts, number: last + 1 };
      writeJsonFile(fileOf(arn), { last: last + 1, versions: [...versions, version] });
      return { ...version, arn: `${arn}:${version.number}` };
    },
    remove(arn, number) {
      const { last, versions } = read(arn);
      const rest = versions.filter((version) => version.number !== number);
      if (rest.length < versions.length) writeJsonFile(fileOf(arn), { last, versions: rest });
    },
  };
}
