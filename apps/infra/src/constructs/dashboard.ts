import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, Stats, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { PipelineFunction } from './pipeline-function.ts';
import type { Workflow } from './workflow.ts';

const PERIOD = Duration.minutes(5);
const HALF = 12;

/** What is deployed and has metrics. */
export interface Watched {
  readonly functions: ReadonlyMap<string, PipelineFunction>;
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly deadLetterQueues: readonly IQueue[];
}

/** One page: executions by end, durations and errors of the functions, the queue. */
export function createDashboard(scope: Construct, dashboardName: string, watched: Watched): void {
  const machines = [...watched.workflows].map(([name, { machine }]) => ({ name, machine }));
  const functions = [...watched.functions].map(([name, one]) => ({ name, one: one.function }));
  const options = { period: PERIOD };
  const dashboard = new Dashboard(scope, 'Dashboard', { dashboardName });
  dashboard.addWidgets(
    graph(
      'Executions that succeeded',
      machines.map(({ name, machine }) => machine.metricSucceeded({ ...options, label: name })),
    ),
    graph(
      'Executions that failed or timed out',
      machines.flatMap(({ name, machine }) => [
        machine.metricFailed({ ...options, label: `${name} failed` }),
        machine.metricTimedOut({ ...options, label: `${name} timed out` }),
      ]),
    ),
  );
  dashboard.addWidgets(
    graph(
      'Longest run of a function, ms',
      functions.map(({ name, one }) =>
        one.metricDuration({ ...options, label: name, statistic: Stats.MAXIMUM }),
      ),
    ),
    graph(
      'Errors of functions',
      functions.map(({ name, one }) => one.metricErrors({ ...options, label: name })),
    ),
  );
  dashboard.addWidgets(
    graph(
      'Events that reached nobody',
      watched.deadLetterQueues.map((queue) =>
        queue.metricApproximateNumberOfMessagesVisible(options),
      ),
    ),
    graph(
      'Calls of functions at once',
      functions.map(({ name, one }) =>
        one.metric('ConcurrentExecutions', { ...options, label: name, statistic: Stats.MAXIMUM }),
      ),
    ),
  );
}

function graph(title: string, left: readonly IMetric[]): GraphWidget {
  return new GraphWidget({ title, left: [...left], width: HALF });
}
