import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseDefinition } from '@pipelines/asl';
import { accountFolder, machineFolder } from '../executions/state-paths.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import type { Machine, MachineRecord } from './machine.ts';

export interface MachineStore {
  /** Make this the state of the machine; earlier ones stay readable by their revision. */
  write(machine: Machine): void;
  read(arn: string): Machine | undefined;
  /** The machine as it was, also after it has been deleted. */
  readRevision(arn: string, revision: string): Machine | undefined;
  list(accountId: string): readonly Machine[];
  accounts(): readonly string[];
  /** Executions stay, and with them the revisions that they ran. */
  remove(arn: string): void;
}

const PRESENT_FILE = 'machine.json';
/** Earlier states that stay parsed; of the others the files are read again. */
const MOST_PAST = 100;

/** A machine as it was read, and the time stamp of the file that it came from. */
interface Read {
  readonly machine: Machine;
  readonly modifiedMs: number;
}

/**
 * State machines as files: `<root>/<account>/<machine>/machine.json` is the present state, and
 * `revisions/` beside it holds every state that there was. Each is parsed once.
 */
export function createMachineStore(root: string): MachineStore {
  const present = createPresentMachines();
  const past = createPastMachines();
  return {
    write(machine) {
      const folder = machineFolder(root, machine.arn);
      past.write(folder, machine);
      present.write(folder, machine);
    },
    read(arn) {
      const machine = present.read(machineFolder(root, arn));
      // The folder comes from two parts of the ARN; another region is no other name.
      return machine?.arn === arn ? machine : undefined;
    },
    readRevision: (arn, revision) => past.read(machineFolder(root, arn), revision),
    list(accountId) {
      const folder = accountFolder(root, accountId);
      return foldersIn(folder).flatMap((name) => present.read(path.join(folder, name)) ?? []);
    },
    accounts: () => foldersIn(root).filter((name) => /^\d{12}$/.test(name)),
    remove(arn) {
      const folder = machineFolder(root, arn);
      present.forget(folder);
      for (const name of [PRESENT_FILE, 'versions.json', 'aliases.json', 'tags.json']) {
        rmSync(path.join(folder, name), { force: true });
      }
    },
  };
}

/** The states that machines are in, by their folders. */
function createPresentMachines() {
  const known = new Map<string, Read>();
  return {
    write(folder: string, machine: Machine): void {
      const file = path.join(folder, PRESENT_FILE);
      writeJsonFile(file, recordOf(machine));
      known.set(folder, { machine, modifiedMs: modifiedMsOf(file) ?? 0 });
    },
    /** Other processes may have changed it: a look at the time stamp is all that this costs. */
    read(folder: string): Machine | undefined {
      const file = path.join(folder, PRESENT_FILE);
      const modifiedMs = modifiedMsOf(file);
      if (modifiedMs === undefined) return undefined;
      const found = known.get(folder);
      if (found?.modifiedMs === modifiedMs) return found.machine;
      const record = readJsonFile<MachineRecord>(file);
      if (!record) return undefined;
      const machine = parseRecord(record);
      known.set(folder, { machine, modifiedMs });
      return machine;
    },
    forget: (folder: string) => known.delete(folder),
  };
}

/** The states that machines were in: what is written is never written again. */
function createPastMachines() {
  const known = new Map<string, Machine>();
  const keep = (file: string, machine: Machine): void => {
    known.set(file, machine);
    if (known.size <= MOST_PAST) return;
    const [oldest = ''] = known.keys();
    known.delete(oldest);
  };
  const fileOf = (folder: string, revision: string): string =>
    path.join(folder, 'revisions', `${revision}.json`);
  return {
    write(folder: string, machine: Machine): void {
      const file = fileOf(folder, machine.revision);
      writeJsonFile(file, recordOf(machine));
      keep(file, machine);
    },
    read(folder: string, revision: string): Machine | undefined {
      const file = fileOf(folder, revision);
      const found = known.get(file);
      if (found) return found;
      const record = readJsonFile<MachineRecord>(file);
      if (!record) return undefined;
      const machine = parseRecord(record);
      keep(file, machine);
      return machine;
    },
  };
}

function recordOf(machine: Machine): MachineRecord & { readonly definition: undefined } {
  return { ...machine, definition: undefined };
}

function parseRecord(record: MachineRecord): Machine {
  const definition = parseDefinition(record.definitionText, { type: record.type });
  return { ...record, definition };
}

function modifiedMsOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
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
