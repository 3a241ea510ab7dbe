import { QueryDefinition, QueryString, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Names } from '../names.ts';
import type { PipelineFunction } from './pipeline-function.ts';

/**
 * Queries of CloudWatch Logs Insights that the runbooks name: what failed, and what was slow. The
 * log lines are JSON with the key names of lambda-kit.
 */
export function createLogQueries(
  scope: Construct,
  names: Names,
  { functions }: { readonly functions: ReadonlyMap<string, PipelineFunction> },
): void {
  const logGroups: ILogGroup[] = [...functions.values()].map((one) => one.function.logGroup);
  new QueryDefinition(scope, 'Errors', {
    queryDefinitionName: names.of('pipelines/errors'),
    logGroups,
    queryString: new QueryString({
      fields: ['@timestamp', 'service', 'state_name', 'execution_name', 'message', 'error_type'],
      filterStatements: ["level = 'ERROR'"],
      sort: '@timestamp desc',
      limit: 100,
    }),
  });
  new QueryDefinition(scope, 'SlowRuns', {
    queryDefinitionName: names.of('pipelines/slow-runs'),
    logGroups,
    queryString: new QueryString({
      fields: ['@timestamp', '@log', '@duration', '@maxMemoryUsed', '@memorySize'],
      filterStatements: ["@type = 'REPORT'"],
      sort: '@duration desc',
      limit: 50,
    }),
  });
}
