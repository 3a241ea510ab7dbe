import { isJsonObject, type Json } from '@pipelines/core';
import { placelessArn } from './match-pattern.ts';
import { resolveValue } from '../assembly/resolve-value.ts';
import { memberOf, type Template } from '../assembly/template.ts';

/** One action on one resource that a role allows; both may hold `*` and `?`. */
export interface Grant {
  readonly action: string;
  /** Without region and account. */
  readonly resource: string;
}

/** A function of the templates and what its role allows. */
export interface FunctionRole {
  /** As it is deployed: `sbir-analytics-download-csv`. */
  readonly functionName: string;
  readonly grants: readonly Grant[];
}

/**
 * Every function of an assembly with the grants of its role: policies in the role and beside it.
 *
 * Managed policies of AWS, Deny statements and conditions are not looked into.
 */
export function listFunctionRoles(templates: readonly Template[]): readonly FunctionRole[] {
  return templates.flatMap((template) =>
    Object.values(template.resources)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map((resource) => {
        const name = memberOf(resource, 'Properties', 'FunctionName');
        const role = memberOf(resource, 'Properties', 'Role');
        return {
          functionName: resolveValue(name, template, templates),
          grants: grantsOf(findRole(role, template, templates), templates),
        };
      }),
  );
}

interface RoleLocation {
  readonly id: string;
  readonly template: Template;
}

/** The role that a function names, in its own template or, by an export, in another one. */
function findRole(
  role: Json | undefined,
  template: Template,
  all: readonly Template[],
): RoleLocation | undefined {
  const attribute = memberOf(role, 'Fn::GetAtt');
  const id = Array.isArray(attribute) ? attribute[0] : undefined;
  if (typeof id === 'string') return { id, template };
  const exportName = memberOf(role, 'Fn::ImportValue');
  if (exportName === undefined) return undefined;
  for (const other of all) {
    for (const output of Object.values(other.outputs)) {
      if (memberOf(output, 'Export', 'Name') !== exportName) continue;
      return findRole(output['Value'], other, []);
    }
  }
  return undefined;
}

function grantsOf(role: RoleLocation | undefined, all: readonly Template[]): readonly Grant[] {
  if (!role) return [];
  const inside = listOf(memberOf(role.template.resources[role.id], 'Properties', 'Policies')).map(
    (policy) => ({ policy: memberOf(policy, 'PolicyDocument'), template: role.template }),
  );
  const beside = all.flatMap((template) =>
    Object.values(template.resources)
      .filter((resource) => isPolicyOf(resource, role, template))
      .map((resource) => ({
        policy: memberOf(resource, 'Properties', 'PolicyDocument'),
        template,
      })),
  );
  return [...inside, ...beside].flatMap(({ policy, template }) =>
    listOf(memberOf(policy, 'Statement'))
      .filter((statement) => memberOf(statement, 'Effect') === 'Allow')
      .flatMap((statement) => grantsOfStatement(statement, template, all)),
  );
}

function isPolicyOf(resource: Json, { id, template }: RoleLocation, where: Template): boolean {
  const type = memberOf(resource, 'Type');
  if (type !== 'AWS::IAM::Policy' && type !== 'AWS::IAM::ManagedPolicy') return false;
  if (where !== template) return false;
  return listOf(memberOf(resource, 'Properties', 'Roles')).some(
    (role) => memberOf(role, 'Ref') === id,
  );
}

function grantsOfStatement(
  statement: Json,
  template: Template,
  all: readonly Template[],
): readonly Grant[] {
  const actions = listOf(memberOf(statement, 'Action'));
  const resources = listOf(memberOf(statement, 'Resource')).map((resource) =>
    placelessArn(resolveValue(resource, template, all)),
  );
  return actions.flatMap((action) =>
    typeof action === 'string' ? resources.map((resource) => ({ action, resource })) : [],
  );
}

/** One value stands for a list of one, as in policies. */
function listOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) || typeof value === 'string' ? [value] : [];
}
