import { CHUNKS_LABEL, machines, type MachineSpec } from '@pipelines/workflows';
import { Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import {
  Effect,
  ManagedPolicy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { createDeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { Workflow, type StartedContainers } from '../constructs/workflow.ts';
import { deployedMachine, isDistributed } from '../deployed-machine.ts';
import type { Names } from '../names.ts';
import type { Settings } from '../settings.ts';
import type { ContainersStack } from './containers-stack.ts';

/** The nightly conflict report and the weekly refresh, by the documents' names. */
export const NIGHTLY_MACHINE = 'etl-pipeline';
export const WEEKLY_MACHINE = 'sbir-analytics-weekly-refresh';

export interface WorkflowsStackProps extends StackProps {
  readonly names: Names;
  /** ARN of the alias of a function. */
  functionArn(name: string): string;
  readonly key: IKey;
  readonly settings: Settings;
  /** Absent where nothing runs in a container. */
  readonly containers: ContainersStack | undefined;
}

/** Every state machine of the manifest, and the rules that start two of them. */
export class WorkflowsStack extends Stack {
  /** By the name in the manifest. */
  readonly workflows: ReadonlyMap<string, Workflow>;
  /** Starts that did not reach their machine. */
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: WorkflowsStackProps) {
    super(scope, id, props);
    const { names, key, settings } = props;
    this.deadLetterQueue = createDeadLetterQueue(this, {
      queueName: names.of('sbir-analytics-missed-starts'),
      key,
    });
    this.workflows = new Map(
      machines.map((spec) => {
        const deployed = deployedMachine(spec, settings);
        const containers = startedContainers(deployed, props.containers);
        const workflow = new Workflow(this, spec.name, {
          spec: deployed,
          machineName: names.machine(spec.name),
          roleName: names.machineRole(spec.name),
          functionArn: (name) => props.functionArn(name),
          key,
          ...(isDistributed(spec, settings) && { mapRunLabel: CHUNKS_LABEL }),
          ...(containers && { containers }),
          // Visits are people's data; the refresh passes counts and keys alone.
          isLoggingData: spec.name === WEEKLY_MACHINE,
        });
        return [spec.name, workflow] as const;
      }),
    );
    this.schedule(names, {
      machine: NIGHTLY_MACHINE,
      ruleName: 'etl-pipeline-daily',
      schedule: Schedule.expression('cron(0 2 * * ? *)'),
      input: {},
      isEnabled: true,
    });
    // The workflow of the repository starts the refresh; this rule is for those without it.
    this.schedule(names, {
      machine: WEEKLY_MACHINE,
      ruleName: 'sbir-analytics-weekly',
      schedule: Schedule.expression('cron(0 9 ? * MON *)'),
      input: { force_refresh: false },
      isEnabled: false,
    });
  }

  private schedule(
    names: Names,
    plan: {
      readonly machine: string;
      readonly ruleName: string;
      readonly schedule: Schedule;
      readonly input: object;
      readonly isEnabled: boolean;
    },
  ): void {
    const machine = this.workflows.get(plan.machine)?.machine;
    if (!machine) throw new Error(`The manifest has no machine "${plan.machine}".`);
    const role = new Role(this, `${plan.ruleName}-role`, {
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
    });
    new ManagedPolicy(this, `${plan.ruleName}-policy`, {
      roles: [role],
      statements: [
        new PolicyStatement({
          sid: 'StartMachine',
          effect: Effect.ALLOW,
          actions: ['states:StartExecution'],
          resources: [machine.stateMachineArn],
        }),
      ],
    });
    new Rule(this, plan.ruleName, {
      ruleName: names.of(plan.ruleName),
      schedule: plan.schedule,
      enabled: plan.isEnabled,
      targets: [
        new SfnStateMachine(machine, {
          role: role.withoutPolicyUpdates(),
          input: RuleTargetInput.fromObject(plan.input),
          deadLetterQueue: this.deadLetterQueue,
          retryAttempts: 2,
        }),
      ],
    });
  }
}

function startedContainers(
  { containers: names = [] }: MachineSpec,
  stack: ContainersStack | undefined,
): StartedContainers | undefined {
  if (!stack || names.length === 0) return undefined;
  return {
    bindings: Object.assign({}, ...names.map((name) => stack.bindingsOf(name))) as Bindings,
    statements: names.flatMap((name) => stack.startStatementsOf(name)),
  };
}

type Bindings = StartedContainers['bindings'];
