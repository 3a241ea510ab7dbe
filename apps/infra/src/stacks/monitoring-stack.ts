import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Stats,
  TreatMissingData,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { alarms, type AlarmSpec } from '../alarms.ts';
import { createDashboard } from '../constructs/dashboard.ts';
import { createLogQueries } from '../constructs/log-queries.ts';
import type { PipelineFunction } from '../constructs/pipeline-function.ts';
import type { Workflow } from '../constructs/workflow.ts';
import type { Names } from '../names.ts';
import type { Settings } from '../settings.ts';
import { WEEKLY_MACHINE } from './workflows-stack.ts';

/** Lambda ends a function after 15 minutes. */
const NEAR_TIMEOUT_MS = 12 * 60_000;
const PERIOD = Duration.minutes(5);
const DAYS_WITHOUT_REFRESH = 7;

export interface MonitoringStackProps extends StackProps {
  readonly settings: Settings;
  readonly names: Names;
  readonly key: IKey;
  readonly functions: ReadonlyMap<string, PipelineFunction>;
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly deadLetterQueues: readonly IQueue[];
}

/** Alarms and completions to a topic, a dashboard, and saved queries of the logs. */
export class MonitoringStack extends Stack {
  private readonly topic: Topic;
  private readonly names: Names;

  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id, props);
    const { names, settings, key, functions, workflows, deadLetterQueues } = props;
    this.names = names;
    this.topic = new Topic(this, 'Operations', {
      topicName: names.of('sbir-analytics-operations'),
      masterKey: key,
      enforceSSL: true,
    });
    if (settings.alarmEmail !== undefined) {
      this.topic.addSubscription(new EmailSubscription(settings.alarmEmail));
    }
    for (const [name, workflow] of workflows) this.watchMachine(name, workflow);
    for (const [name, { function: one }] of functions) {
      this.raise(alarms.functionFailed, name, one.metricErrors({ period: PERIOD }), 1);
      const longest = one.metricDuration({ period: PERIOD, statistic: Stats.MAXIMUM });
      this.raise(alarms.functionNearTimeout, name, longest, NEAR_TIMEOUT_MS);
    }
    for (const queue of deadLetterQueues) {
      const depth = queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD });
      this.raise(alarms.deadLetters, queue.stack.artifactId, depth, 1);
    }
    this.watchRefresh(workflows.get(WEEKLY_MACHINE));
    this.tellEnds(workflows);
    createDashboard(this, names.of('sbir-analytics'), { functions, workflows, deadLetterQueues });
    createLogQueries(this, names, { functions });
  }

  private watchMachine(name: string, { machine }: Workflow): void {
    const options = { period: PERIOD, statistic: Stats.SUM };
    this.raise(alarms.executionFailed, name, machine.metricFailed(options), 1);
    this.raise(alarms.executionTimedOut, name, machine.metricTimedOut(options), 1);
    this.raise(alarms.executionThrottled, name, machine.metricThrottled(options), 1);
  }

  /** A day without data is a day without a success: that is what this alarm is about. */
  private watchRefresh(refresh: Workflow | undefined): void {
    if (!refresh) return;
    const metric = refresh.machine.metricSucceeded({
      period: Duration.days(1),
      statistic: Stats.SUM,
    });
    const alarm = new Alarm(this, alarms.refreshStale.id, {
      alarmName: this.names.of(alarms.refreshStale.id),
      alarmDescription: descriptionOf(alarms.refreshStale),
      metric,
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: DAYS_WITHOUT_REFRESH,
      treatMissingData: TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }

  private raise(spec: AlarmSpec, subject: string, metric: IMetric, threshold: number): void {
    const alarm = new Alarm(this, `${spec.id}-${subject}`, {
      alarmName: this.names.of(`${spec.id}-${subject}`),
      alarmDescription: descriptionOf(spec),
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }

  /** Every end of an execution, good or bad, is told. */
  private tellEnds(workflows: ReadonlyMap<string, Workflow>): void {
    new Rule(this, 'ExecutionEnds', {
      ruleName: this.names.of('sbir-analytics-execution-ends'),
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [...workflows.values()].map(({ machine }) => machine.stateMachineArn),
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      targets: [new SnsTopic(this.topic)],
    });
  }
}

/** With the page that says what to do, as the message of the alarm shows it. */
function descriptionOf({ id, description }: AlarmSpec): string {
  return `${description} What to do: docs/runbooks/${id}.md`;
}
