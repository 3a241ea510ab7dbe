import { accountFile } from '../executions/state-paths.ts';
import { activityArn, parseStatesArn } from '../arns.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** An activity: a name under which workers ask for work. */
export interface Activity {
  readonly arn: string;
  readonly name: string;
  readonly createdMs: number;
}

export interface ActivityStore {
  /** The activity of this name, made when there is none. */
  create(accountId: string, name: string, createdMs: number): Activity;
  read(arn: string): Activity | undefined;
  list(accountId: string): readonly Activity[];
  remove(arn: string): void;
}

/** Activities, one file for each account. */
export function createActivityStore(root: string): ActivityStore {
  const fileOf = (accountId: string): string => accountFile(root, accountId, 'activities');
  const list = (accountId: string): readonly Activity[] =>
    readJsonFile<readonly Activity[]>(fileOf(accountId)) ?? [];
  const accountOf = (arn: string): string => parseStatesArn(arn)?.accountId ?? '';
  return {
    list,
    create(accountId, name, createdMs) {
      const activities = list(accountId);
      const existing = activities.find((activity) => activity.name === name);
      if (existing) return existing;
      const activity = { arn: activityArn(name, accountId), name, createdMs };
      writeJsonFile(fileOf(accountId), [...activities, activity]);
      return activity;
    },
    read: (arn) => list(accountOf(arn)).find((activity) => activity.arn === arn),
    remove(arn) {
      const accountId = accountOf(arn);
      const rest = list(accountId).filter((activity) => activity.arn !== arn);
      writeJsonFile(fileOf(accountId), rest);
    },
  };
}
