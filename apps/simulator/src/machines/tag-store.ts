import { accountFile, machineFolder } from '../executions/state-paths.ts';
import path from 'node:path';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { parseStatesArn } from '../arns.ts';

/** Values by key, in the order in which the keys came. */
export type Tags = Readonly<Record<string, string>>;

export interface TagStore {
  read(arn: string): Tags;
  write(arn: string, tags: Tags): void;
}

/**
 * Tags of state machines, in the folder of each, and of activities, in one file of the account.
 */
export function createTagStore(root: string): TagStore {
  const readAll = (arn: string): Readonly<Record<string, Tags>> =>
    readJsonFile<Record<string, Tags>>(fileOf(root, arn)) ?? {};
  return {
    read: (arn) => readAll(arn)[arn] ?? {},
    write(arn, tags) {
      const all = Object.entries({ ...readAll(arn), [arn]: tags });
      const kept = all.filter(([, one]) => Object.keys(one).length > 0);
      writeJsonFile(fileOf(root, arn), Object.fromEntries(kept));
    },
  };
}

function fileOf(root: string, arn: string): string {
  const parsed = parseStatesArn(arn);
  return parsed?.resourceType === 'activity'
    ? accountFile(root, parsed.accountId, 'activity-tags')
    : path.join(machineFolder(root, arn), 'tags.json');
}
