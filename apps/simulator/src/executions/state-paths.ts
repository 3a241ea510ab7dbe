import { createHash } from 'node:crypto';
import path from 'node:path';
import { parseStatesArn } from '../arns.ts';

/** Names that are a file name on every system, also where case is ignored. */
const PLAIN_NAME = /^[a-z0-9_-][a-z0-9_.-]*$/;
/** Windows keeps these for devices, with any extension. */
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;

/** Folder of a machine and of its executions: `<root>/<account>/<machine>`. */
export function machineFolder(root: string, machineArn: string): string {
  const { accountId, names } = partsOf(machineArn);
  return path.join(accountFolder(root, accountId), fileName(names[0] ?? ''));
}

/** File of an execution: `<root>/<account>/<machine>/<execution>.jsonl`. */
export function executionFile(root: string, executionArn: string): string {
  const { accountId, names } = partsOf(executionArn);
  const [machine = '', execution = ''] = names;
  const folder = path.join(accountFolder(root, accountId), fileName(machine));
  return path.join(folder, `${fileName(execution)}.jsonl`);
}

/** Folder of the Map Runs of a machine, named by the ARN of one or of a child of one. */
export function mapRunFolder(root: string, arn: string): string {
  const { accountId, names } = partsOf(arn);
  const [machine = ''] = (names[0] ?? '').split('/');
  return path.join(accountFolder(root, accountId), fileName(machine), 'map-runs');
}

/** File of a Map Run: `<root>/<account>/<machine>/map-runs/<id>.jsonl`. */
export function mapRunFile(root: string, mapRunArn: string): string {
  const { names } = partsOf(mapRunArn);
  return path.join(mapRunFolder(root, mapRunArn), `${fileName(names[1] ?? '')}.jsonl`);
}

/** Folder of an account: `<root>/<account>`. */
export function accountFolder(root: string, accountId: string): string {
  return path.join(root, fileName(accountId));
}

/**
 * File of something that an account has beside its machines: `<root>/<account>/=<name>.json`. No
 * name of a machine begins with `=`.
 */
export function accountFile(root: string, accountId: string, name: string): string {
  return path.join(accountFolder(root, accountId), `=${name}.json`);
}

/**
 * Any name as a file name: itself where that is safe, else a hash of it.
 *
 * Names of AWS may be `..`, differ by case alone, or have 80 characters of four bytes.
 */
export function fileName(name: string): string {
  if (PLAIN_NAME.test(name) && !DEVICE_NAME.test(name)) return name;
  return `=${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}

function partsOf(arn: string): { readonly accountId: string; readonly names: readonly string[] } {
  return parseStatesArn(arn) ?? { accountId: '', names: [arn] };
}
