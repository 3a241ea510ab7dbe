import { answersPrefixOf } from '@pipelines/workflows';
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { acknowledge, acknowledgePrefixes, acknowledgeWildcard, shown } from './acknowledge.ts';
import type { Stacks } from './build-app.ts';
import { deployedFunctions } from './deployed-functions.ts';
import type { Settings } from './settings.ts';

/** Findings of the rule packs that stand where something runs in a container, with their reasons. */
export function acknowledgeContainers(stacks: Stacks, settings: Settings): void {
  const { containers: stack } = stacks;
  if (!stack) return;
  for (const spec of deployedFunctions) {
    const one = stack.containers.get(spec.name);
    if (!one) continue;
    acknowledgePrefixes(one.policy, spec, settings);
    acknowledgeAnswers(one.policy, spec.name, settings);
    acknowledgeWildcard(
      one.launchPolicy,
      '*',
      'ECR hands out a token for the registry: grants/allowed-wildcards.ts.',
    );
    acknowledge(
      one.taskDefinition,
      'AwsSolutions::AwsSolutions-ECS2',
      'Names of secrets and settings, as the function has them; no value is secret.',
    );
    acknowledgeStarts(stacks, spec.name, settings);
  }
  acknowledgeGraphNetwork(stacks);
}

function acknowledgeStarts(
  { containers, workflows }: Stacks,
  functionName: string,
  settings: Settings,
): void {
  if (!containers) return;
  const { partition, region, account } = containers;
  const ecs = `arn:${shown(partition)}:ecs:${region}:${shown(account)}`;
  for (const { policy } of workflows.workflows.values()) {
    acknowledgeWildcard(
      policy,
      `${ecs}:task-definition/${containers.familyOf(functionName)}:*`,
      'A deployment makes a new revision of the task definition, which is named.',
    );
    acknowledgeWildcard(
      policy,
      `${ecs}:task/${containers.clusterName()}/*`,
      'Tasks get their names when they are started; the cluster is named.',
    );
    acknowledgeAnswers(policy, functionName, settings);
  }
}

function acknowledgeAnswers(
  policy: IConstruct,
  functionName: string,
  { bucketName }: Settings,
): void {
  acknowledgeWildcard(
    policy,
    `arn:${shown(Stack.of(policy).partition)}:s3:::${bucketName}/${answersPrefixOf(functionName)}*`,
    'Each attempt of each execution has a key of its own; the prefix is the container’s.',
  );
}

function acknowledgeGraphNetwork({ containers }: Stacks): void {
  const vpc = containers?.graphNetwork?.vpc;
  if (!vpc) return;
  for (const subnet of vpc.publicSubnets) {
    acknowledge(
      subnet,
      'HIPAA.Security::HIPAA.Security-VPCNoUnrestrictedRouteToIGW',
      'Public award data goes to Neo4j Aura by TLS; no visit is here, and nothing comes in.',
    );
  }
  acknowledge(
    vpc,
    'HIPAA.Security::HIPAA.Security-VPCDefaultSecurityGroupClosed',
    'Nothing is in the default group: the container has a group of its own.',
  );
}
