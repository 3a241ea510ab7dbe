import { isJsonObject, type Json } from '@pipelines/core';
import type { Registry } from '../executions/registry.ts';
import type { AliasRoute } from '../machines/machine.ts';
import { splitQualifier } from '../machines/resolve-machine.ts';
import { ApiError, validationError } from './api-errors.ts';
import { resourceNotFound } from './api-errors.ts';

const MOST_ROUTES = 2;
const WHOLE = 100;

/**
 * Read the routes of an alias: one version, or two whose weights add up to 100.
 *
 * @throws {ApiError} ValidationException with the words of AWS, ResourceNotFound for a version that
 *   does not exist
 */
export function readRoutes(
  value: readonly Json[] | undefined,
  registry: Registry,
): readonly AliasRoute[] {
  if (!value) {
    throw validationError('routingConfiguration', 'null', 'Member must not be null');
  }
  const routes = value.map(readRoute);
  checkCount(routes);
  const arns = routes.map(({ versionArn }) => versionArn);
  const received = `Received: [${arns.join(', ')}]`;
  if (arns.some((arn) => !/^\d+$/.test(splitQualifier(arn).qualifier ?? ''))) {
    throw refusal(`Routing configuration must contain state machine version ARNs. ${received}`);
  }
  if (new Set(arns).size < arns.length) {
    const text = 'Routing configuration must contain distinct state machine version ARNs.';
    throw refusal(`${text} ${received}`);
  }
  const weights = routes.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== WHOLE) {
    const text = `Sum of routing configuration weights must equal ${WHOLE}.`;
    throw refusal(`${text} Received: [${weights.join(', ')}]`);
  }
  if (new Set(arns.map((arn) => splitQualifier(arn).machineArn)).size > 1) {
    throw refusal(`Routing configuration must name versions of one state machine. ${received}`);
  }
  for (const arn of arns) if (!registry.resolve(arn)) throw resourceNotFound(arn);
  return routes;
}

function readRoute(value: Json, index: number): AliasRoute {
  const { stateMachineVersionArn: versionArn, weight } = isJsonObject(value) ? value : {};
  const place = `routingConfiguration.${index + 1}.member`;
  if (typeof versionArn !== 'string') {
    throw validationError(`${place}.stateMachineVersionArn`, 'null', 'Member must not be null');
  }
  if (typeof weight !== 'number') {
    throw validationError(`${place}.weight`, 'null', 'Member must not be null');
  }
  const refuse = (bound: string): never => {
    throw validationError(`${place}.weight`, `'${weight}'`, `Member must have value ${bound}`);
  };
  if (weight > WHOLE) return refuse(`less than or equal to ${WHOLE}`);
  if (weight < 0) return refuse('greater than or equal to 0');
  return { versionArn, weight };
}

function checkCount(routes: readonly AliasRoute[]): void {
  const bound =
    routes.length > MOST_ROUTES
      ? `less than or equal to ${MOST_ROUTES}`
      : routes.length === 0
        ? 'greater than or equal to 1'
        : undefined;
  if (bound === undefined) return;
  const shown = routes.map(
    ({ versionArn, weight }) =>
      `RoutingConfigurationListItem(stateMachineVersionArn=${versionArn}, weight=${weight})`,
  );
  throw validationError(
    'routingConfiguration',
    `'[${shown.join(', ')}]'`,
    `Member must have length ${bound}`,
  );
}

function refusal(text: string): ApiError {
  return new ApiError('ValidationException', text);
}
