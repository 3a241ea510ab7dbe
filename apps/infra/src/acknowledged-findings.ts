import { CHUNKS_LABEL, type FunctionSpec } from '@pipelines/workflows';
import { deployedFunctions as functions } from './deployed-functions.ts';
import { acknowledge, acknowledgePrefixes, acknowledgeWildcard, shown } from './acknowledge.ts';
import { acknowledgeContainers } from './acknowledged-containers.ts';
import type { Stacks } from './build-app.ts';
import { mapRunResources } from './grants/map-run-statements.ts';
import type { Names } from './names.ts';
import type { Settings } from './settings.ts';
import { CHUNKED_MACHINE } from './deployed-machine.ts';
import { WEEKLY_MACHINE } from './stacks/workflows-stack.ts';

/**
 * Findings of the rule packs that stand, each at its place and with its reason. Everything else
 * that AwsSolutions or HIPAA Security finds ends the synthesis.
 */
export function acknowledgeFindings(stacks: Stacks, settings: Settings, names: Names): void {
  acknowledgeStorage(stacks, settings);
  for (const spec of functions) acknowledgeFunction(stacks, spec, settings);
  for (const { policy } of stacks.workflows.workflows.values()) {
    acknowledgeWildcard(
      policy,
      '*',
      'Log delivery and X-Ray know no resources: grants/allowed-wildcards.ts.',
    );
  }
  acknowledgeMapRun(stacks, settings, names);
  acknowledgeContainers(stacks, settings);
  acknowledge(
    stacks.workflows.deadLetterQueue,
    'AwsSolutions::AwsSolutions-SQS3',
    'It is the dead-letter queue of the rules that start machines.',
  );
  acknowledgeCiAccess(stacks, names);
  acknowledge(
    stacks.functions.network,
    'Annotation::@aws-cdk/aws-ec2:noSubnetRouteTableId',
    'Nothing here asks for the route tables of a network that was there before.',
  );
  const vpc = stacks.functions.network.ownVpc;
  if (!vpc) return;
  acknowledge(
    vpc,
    'HIPAA.Security::HIPAA.Security-VPCDefaultSecurityGroupClosed',
    'Nothing is in the default group: function and endpoint have groups of their own.',
  );
}

function acknowledgeStorage({ storage }: Stacks, { isBucketImported }: Settings): void {
  if (isBucketImported) return;
  acknowledge(
    storage.bucket,
    'HIPAA.Security::HIPAA.Security-S3BucketReplicationEnabled',
    'Public award data that can be fetched again; versions are kept, no visit is stored here.',
  );
  if (!storage.accessLogs) return;
  acknowledge(
    storage.accessLogs,
    'HIPAA.Security::HIPAA.Security-S3BucketReplicationEnabled',
    'Access logs of 90 days; losing them loses no data.',
  );
  acknowledge(
    storage.accessLogs,
    'HIPAA.Security::HIPAA.Security-S3DefaultEncryptionKMS',
    'S3 writes its access logs into a bucket with its own encryption only.',
  );
}

function acknowledgeCiAccess({ ciAccess }: Stacks, names: Names): void {
  if (!ciAccess) return;
  const machine = names.machine(WEEKLY_MACHINE);
  const executions = `states:${ciAccess.region}:${shown(ciAccess.account)}:execution:${machine}:*`;
  acknowledgeWildcard(
    ciAccess.startPolicy,
    `arn:${shown(ciAccess.partition)}:${executions}`,
    'Executions get their names when they are started; the machine is named.',
  );
}

function acknowledgeMapRun({ workflows }: Stacks, { chunks }: Settings, names: Names): void {
  const chunked = workflows.workflows.get(CHUNKED_MACHINE);
  if (!chunked || chunks.kind === 'inline') return;
  const { partition, region, account } = workflows;
  const place = { partition: shown(partition), region, account: shown(account) };
  for (const arn of mapRunResources(place, names.machine(CHUNKED_MACHINE), CHUNKS_LABEL)) {
    acknowledgeWildcard(
      chunked.policy,
      arn,
      'Executions of chunks get their names when they are started; the machine is named.',
    );
  }
}

function acknowledgeFunction(
  { functions: stack }: Stacks,
  spec: FunctionSpec,
  settings: Settings,
): void {
  const one = stack.functions.get(spec.name);
  if (!one) return;
  acknowledgeWildcard(
    one.policy,
    '*',
    'X-Ray and the network interfaces of Lambda know no resources: grants/allowed-wildcards.ts.',
  );
  acknowledgePrefixes(one.policy, spec, settings);
  if (spec.app === 'conflict-report') return;
  acknowledge(
    one.function,
    'HIPAA.Security::HIPAA.Security-LambdaInsideVPC',
    'It handles public award data, and reaches the source or Neo4j Aura over the internet by TLS.',
  );
}
