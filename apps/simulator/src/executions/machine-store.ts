import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseDefinition } from '@pipelines/asl';
import type { Machine } from './registry.ts';
import { accountFolder, machineFolder } from './state-paths.ts';

/** A machine without its parsed definition: what is written down. */
export type MachineRecord = Omit<Machine, 'definition'>;

export interface MachineStore {
  write(machine: Machine): void;
  read(arn: string): Machine | undefined;
  list(accountId: string): readonly Machine[];
  accounts(): readonly string[];
}

/** State machines as files, `<root>/<account>/<machine>/machine.json`; parsed once each. */
export function createMachineStore(root: string): MachineStore {
  const parsed = new Map<string, Machine>();

  const load = (folder: string): Machine | undefined => {
    const record = readRecord(path.join(folder, 'machine.json'));
    if (!record) return undefined;
    const known = parsed.get(record.arn);
    if (known?.definitionText === record.definitionText) return known;
    const machine = {
      ...record,
      definition: parseDefinition(record.definitionText, { type: record.type }),
    };
    parsed.set(machine.arn, machine);
    return machine;
  };
  return {
    write(machine) {
      const record: MachineRecord & { definition: undefined } = {
        ...machine,
        definition: undefined,
      };
      const folder = machineFolder(root, machine.arn);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const partial = path.join(folder, `machine.${randomUUID()}.partial`);
      writeFileSync(partial, JSON.stringify(record, undefined, 2), { mode: 0o600 });
      renameSync(partial, path.join(folder, 'machine.json'));
      parsed.set(machine.arn, machine);
    },
    // From memory first: this is on the way of every StartExecution.
    read(arn) {
      const machine = parsed.get(arn) ?? load(machineFolder(root, arn));
      // The folder comes from two parts of the ARN; a version or another region is no other name.
      return machine?.arn === arn ? machine : undefined;
    },
    list(accountId) {
      const folder = accountFolder(root, accountId);
      return foldersIn(folder).flatMap((name) => load(path.join(folder, name)) ?? []);
    },
    accounts: () => foldersIn(root).filter((name) => /^\d{12}$/.test(name)),
  };
}

function readRecord(file: string): MachineRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as MachineRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
