import { bindPlaceholders, type MachineSpec } from '@pipelines/workflows';
import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, Role, ServicePrincipal, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  CustomerManagedEncryptionConfiguration,
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { allow } from '../grants/allow.ts';
import { mapRunStatements } from '../grants/map-run-statements.ts';
import { traceStatement } from '../grants/runtime-statements.ts';
import { createMonthOfLogs } from './month-of-logs.ts';

export interface WorkflowProps {
  /** The machine as the simulator runs it too. */
  readonly spec: MachineSpec;
  readonly machineName: string;
  readonly roleName: string;
  /** ARN of what each function of the machine is called by. */
  functionArn(name: string): string;
  /** Encrypts definition, history and logs. */
  readonly key: IKey;
  /** Whether inputs and outputs may stand in the logs. */
  readonly isLoggingData: boolean;
  /** Of a distributed Map, whose items the machine starts as executions of its own. */
  readonly mapRunLabel?: string;
  /** Of the functions that it runs in containers. */
  readonly containers?: StartedContainers;
}

/** What the placeholders of containers stand for, and what starting them takes. */
export interface StartedContainers {
  readonly bindings: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
}

/** A state machine from its ASL file, with a role that may call its functions and no others. */
export class Workflow extends Construct {
  readonly machine: StateMachine;
  readonly role: Role;
  /** Everything that the role allows. */
  readonly policy: ManagedPolicy;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { spec, machineName, key } = props;
    const arns = spec.functions.map((name) => [name, props.functionArn(name)] as const);
    const logGroup = createMonthOfLogs(this, 'Logs', {
      // Names of this kind need no policy of their own for each log group.
      logGroupName: `/aws/vendedlogs/states/${machineName}`,
      key,
    });
    this.role = new Role(this, 'Role', {
      roleName: props.roleName,
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
    });
    this.policy = new ManagedPolicy(this, 'Policy', {
      roles: [this.role],
      statements: [
        allow(
          'CallFunctions',
          ['lambda:InvokeFunction'],
          arns.map(([, arn]) => arn),
        ),
        allow('EncryptHistory', ['kms:Decrypt', 'kms:GenerateDataKey'], [key.keyArn]),
        ...(props.mapRunLabel === undefined
          ? []
          : mapRunStatements(Stack.of(this), machineName, props.mapRunLabel)),
        ...(props.containers?.statements ?? []),
        deliveryStatement(),
        traceStatement(),
        allow('SampleTraces', ['xray:GetSamplingRules', 'xray:GetSamplingTargets'], ['*']),
      ],
    });
    const bindings = {
      ...Object.fromEntries(arns.map(([name, arn]) => [`${name}.arn`, arn])),
      ...props.containers?.bindings,
    };
    const definition = bindPlaceholders(spec.definition, bindings);
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: machineName,
      stateMachineType:
        spec.type === 'EXPRESS' ? StateMachineType.EXPRESS : StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(definition)),
      role: this.role.withoutPolicyUpdates(),
      tracingEnabled: true,
      logs: {
        destination: logGroup,
        level: LogLevel.ALL,
        includeExecutionData: props.isLoggingData,
      },
      encryptionConfiguration: new CustomerManagedEncryptionConfiguration(key),
    });
    this.machine.node.addDependency(this.policy);
  }
}

/** What Step Functions needs to deliver logs of a machine. */
function deliveryStatement(): PolicyStatement {
  return allow(
    'DeliverLogs',
    [
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
    ],
    ['*'],
  );
}
