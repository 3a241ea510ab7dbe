import path from 'node:path';
import { machineFolder } from '../executions/state-paths.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import type { MachineAlias } from './machine.ts';

export interface AliasStore {
  /** In the order in which they were created. */
  list(machineArn: string): readonly MachineAlias[];
  /** Add it, or put it in the place of the one of this name. */
  write(machineArn: string, alias: MachineAlias): void;
  remove(machineArn: string, name: string): void;
}

/** Aliases of state machines, `aliases.json` in the folder of each. */
export function createAliasStore(root: string): AliasStore {
  const fileOf = (arn: string): string => path.join(machineFolder(root, arn), 'aliases.json');
  const read = (arn: string): readonly MachineAlias[] =>
    readJsonFile<readonly MachineAlias[]>(fileOf(arn)) ?? [];
  return {
    list: read,
    write(arn, alias) {
      const aliases = read(arn);
      const isThere = aliases.some(({ name }) => name === alias.name);
      const next = isThere
        ? aliases.map((one) => (one.name === alias.name ? alias : one))
        : [...aliases, alias];
      writeJsonFile(fileOf(arn), next);
    },
    remove(arn, name) {
      const aliases = read(arn);
      const rest = aliases.filter((alias) => alias.name !== name);
      if (rest.length < aliases.length) writeJsonFile(fileOf(arn), rest);
    },
  };
}
