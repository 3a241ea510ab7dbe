import type { JsonObject } from '@pipelines/core';
import { epochSeconds, present, type OperationContext } from './operation.ts';
import { nextToken, readPage } from './page-token.ts';
import { membersOf } from './request-members.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html */
export function listStateMachines(
  body: JsonObject,
  { registry, accountId }: OperationContext,
): JsonObject {
  const scope = `machines of ${accountId}`;
  const page = readPage(membersOf(body), scope);
  const machines = [...registry.machines(accountId)].sort(
    (one, other) => one.createdMs - other.createdMs,
  );
  return present({
    stateMachines: machines
      .slice(page.from, page.from + page.count)
      .map(({ arn, name, type, createdMs }) => ({
        stateMachineArn: arn,
        name,
        type,
        creationDate: epochSeconds(createdMs),
      })),
    nextToken: nextToken(page, machines.length, scope),
  });
}
