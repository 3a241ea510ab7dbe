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
    acknowledgeStarts(stacks, spec.name);
  }
  acknowledgeGraphNetwork(stacks);
}

function acknowledgeStarts({ containers, workflows }: Stacks, functionName: string): void {
  if (!containers) return;
  const { region, account } = containers;
  const family = containers.familyOf(functionName);
  for (const { policy } of workflows.workflows.values()) {
    acknowledgeWildcard(
      policy,
      `arn:${shown(containers.partition)}:ecs:${region}:${shown(account)}:task-definition/${family}:*`,
      'A deployment makes a new revision of the task definition, which is named.',
    );
  }
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
