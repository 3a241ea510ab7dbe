import type { JsonObject } from '@pipelines/core';
import type { Registry } from '../executions/registry.ts';
import type { AliasRoute, MachineAlias } from '../machines/machine.ts';
import { splitQualifier } from '../machines/resolve-machine.ts';
import { readRoutes } from './alias-routes.ts';
import { ApiError, resourceNotFound, validationError } from './api-errors.ts';
import { readArn, readQualifiedMachine } from './arn-members.ts';
import { LONGEST_DESCRIPTION } from './machine-members.ts';
import { epochSeconds, present, type OperationContext } from './operation.ts';
import { nextToken, readPage } from './page-token.ts';
import { membersOf, type RequestMembers } from './request-members.ts';

/** At least one character that no version's number has. */
const NAME_PATTERN = '^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html */
export function createStateMachineAlias(
  body: JsonObject,
  { registry }: OperationContext,
): JsonObject {
  const members = membersOf(body);
  const name = readName(members);
  const description = readDescription(members);
  const routes = readRoutes(members.optionalList('routingConfiguration'), registry);
  const { machineArn } = splitQualifier(routes[0]?.versionArn ?? '');
  const arn = `${machineArn}:${name}`;
  const existing = findAlias(registry, arn);
  if (existing && !isSame(existing, description, routes)) {
    throw new ApiError(
      'ConflictException',
      'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
    );
  }
  const alias = existing ?? {
    arn,
    name,
    createdMs: Date.now(),
    ...(description !== undefined && { description }),
    routes,
  };
  if (!existing) registry.aliases.write(machineArn, alias);
  return { stateMachineAliasArn: arn, creationDate: epochSeconds(alias.createdMs) };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachineAlias.html */
export function updateStateMachineAlias(
  body: JsonObject,
  { registry }: OperationContext,
): JsonObject {
  const members = membersOf(body);
  const description = readDescription(members);
  const given = members.optionalList('routingConfiguration');
  const alias = readAlias(members, registry);
  if (description === undefined && given === undefined) {
    const text = 'Either the description or the routing configuration must be specified';
    throw new ApiError('ValidationException', text);
  }
  const updatedMs = Date.now();
  registry.aliases.write(splitQualifier(alias.arn).machineArn, {
    ...alias,
    ...(description !== undefined && { description }),
    ...(given !== undefined && { routes: readRoutes(given, registry) }),
    updatedMs,
  });
  return { updateDate: epochSeconds(updatedMs) };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineAlias.html */
export function describeStateMachineAlias(
  body: JsonObject,
  { registry }: OperationContext,
): JsonObject {
  const alias = readAlias(membersOf(body), registry);
  return present({
    stateMachineAliasArn: alias.arn,
    name: alias.name,
    description: alias.description,
    routingConfiguration: alias.routes.map(({ versionArn, weight }) => ({
      stateMachineVersionArn: versionArn,
      weight,
    })),
    creationDate: epochSeconds(alias.createdMs),
    updateDate: epochSeconds(alias.updatedMs ?? alias.createdMs),
  });
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineAliases.html */
export function listStateMachineAliases(
  body: JsonObject,
  { registry }: OperationContext,
): JsonObject {
  const members = membersOf(body);
  const scope = `aliases of ${members.optionalText('stateMachineArn', { max: 256 })}`;
  const page = readPage(members, scope);
  const { machine, versionArn } = readQualifiedMachine(members, registry);
  const aliases = registry.aliases
    .list(machine.arn)
    .filter(
      ({ routes }) =>
        versionArn === undefined || routes.some((route) => route.versionArn === versionArn),
    );
  return present({
    stateMachineAliases: aliases.slice(page.from, page.from + page.count).map((alias) => ({
      stateMachineAliasArn: alias.arn,
      creationDate: epochSeconds(alias.createdMs),
    })),
    nextToken: nextToken(page, aliases.length, scope),
  });
}

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineAlias.html
 *
 * Deleting one that is not there is no error.
 */
export function deleteStateMachineAlias(
  body: JsonObject,
  { registry }: OperationContext,
): JsonObject {
  const arn = readArn(membersOf(body), 'stateMachineAliasArn', 'stateMachine');
  const { machineArn, qualifier = '' } = splitQualifier(arn);
  registry.aliases.remove(machineArn, qualifier);
  return {};
}

function readName(members: RequestMembers): string {
  const name = members.text('name', { min: 1, max: 80 });
  if (new RegExp(NAME_PATTERN).test(name)) return name;
  const constraint = `Member must satisfy regular expression pattern: ${NAME_PATTERN}`;
  throw validationError('name', `'${name}'`, constraint);
}

function readDescription(members: RequestMembers): string | undefined {
  return members.optionalText('description', { max: LONGEST_DESCRIPTION });
}

function readAlias(members: RequestMembers, registry: Registry): MachineAlias {
  const arn = readArn(members, 'stateMachineAliasArn', 'stateMachine');
  const alias = findAlias(registry, arn);
  if (!alias) throw resourceNotFound(arn);
  return alias;
}

function findAlias(registry: Registry, arn: string): MachineAlias | undefined {
  const { machineArn } = splitQualifier(arn);
  return registry.aliases.list(machineArn).find((alias) => alias.arn === arn);
}

function isSame(
  alias: MachineAlias,
  description: string | undefined,
  routes: readonly AliasRoute[],
): boolean {
  return (
    alias.description === description && JSON.stringify(alias.routes) === JSON.stringify(routes)
  );
}
