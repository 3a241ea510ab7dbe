import path from 'node:path';
import type { FunctionSpec } from '@pipelines/workflows';
import { ArnFormat, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ConflictNetwork } from '../constructs/conflict-network.ts';
import { createDeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import {
  LIVE_ALIAS,
  PipelineFunction,
  type FunctionNetwork,
} from '../constructs/pipeline-function.ts';
import { deployedFunctions } from '../deployed-functions.ts';
import { deployedEnvironment } from '../function-environment.ts';
import { functionStatements } from '../grants/function-statements.ts';
import type { Names } from '../names.ts';
import type { Settings } from '../settings.ts';

const DIST = path.join(import.meta.dirname, '../../../../dist/apps');
/** Of the inline machine; its definition has the number too. */
const INLINE_CHUNKS = 5;
/** A run and its retry; the machine starts no more of one function. */
const REFRESH_CONCURRENCY = 2;

export interface FunctionsStackProps extends StackProps {
  readonly settings: Settings;
  readonly names: Names;
  readonly bucketKey: IKey;
  /** Encrypts logs, environment and the queue. */
  readonly key: IKey;
}

/** Every function that a machine calls, and the queue of events that none of them could take. */
export class FunctionsStack extends Stack {
  /** By the name in the manifest. */
  readonly functions: ReadonlyMap<string, PipelineFunction>;
  readonly deadLetterQueue: Queue;
  /** Where the conflict report runs. */
  readonly network: ConflictNetwork;
  private readonly props: FunctionsStackProps;

  constructor(scope: Construct, id: string, props: FunctionsStackProps) {
    super(scope, id, props);
    this.props = props;
    this.deadLetterQueue = createDeadLetterQueue(this, {
      queueName: props.names.of('sbir-analytics-dead-letters'),
      key: props.key,
    });
    this.network = new ConflictNetwork(this, 'ConflictNetwork', {
      network: props.settings.network,
      key: props.key,
    });
    this.functions = new Map(
      deployedFunctions.map((spec) => [spec.name, this.createFunction(spec, props, this.network)]),
    );
  }

  /** Without it a network is looked up by calls of AWS as soon as the account is known. */
  override get availabilityZones(): string[] {
    return [Fn.select(0, Fn.getAzs()), Fn.select(1, Fn.getAzs())];
  }

  /**
   * ARN of the alias that machines call. It is made of names: an export would tie the stacks
   * together, and a machine could not be changed without its functions.
   */
  aliasArn(name: string): string {
    const found = this.functions.get(name);
    if (!found) throw new Error(`No function "${name}" is deployed.`);
    return this.formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: `${found.functionName}:${LIVE_ALIAS}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  /** What a function may do, wherever it runs. */
  statementsOf(spec: FunctionSpec): readonly PolicyStatement[] {
    const { settings, bucketKey } = this.props;
    return functionStatements(spec, {
      // By its name, which is known: an export would tie the stacks together.
      bucketArn: `arn:${this.partition}:s3:::${settings.bucketName}`,
      bucketKeyArn: bucketKey.keyArn,
      secretArn: (secret) => this.secretArn(nameOfSecret(secret, settings)),
    });
  }

  private createFunction(
    spec: FunctionSpec,
    props: FunctionsStackProps,
    network: FunctionNetwork,
  ): PipelineFunction {
    const { settings, names, key } = props;
    const isConflict = spec.app === 'conflict-report';
    const concurrency = isConflict ? conflictConcurrency(settings) : REFRESH_CONCURRENCY;
    return new PipelineFunction(this, spec.name, {
      spec,
      functionName: names.function(spec),
      roleName: names.functionRole(spec),
      zipPath: path.join(DIST, spec.app, `${spec.name}.zip`),
      environment: deployedEnvironment(spec, { settings, account: this.account }),
      statements: this.statementsOf(spec),
      key,
      deadLetterQueue: this.deadLetterQueue,
      reservedConcurrency: settings.hasReservedConcurrency ? concurrency : undefined,
      ...(isConflict && { network }),
      isMaskingSsns: isConflict,
    });
  }

  /** Secrets Manager ends the ARN of a secret in six characters of its own. */
  private secretArn(name: string): string {
    return this.formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: `${name}-??????`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}

/** The chunks of the conflict report that run at once, and one task beside them. */
function conflictConcurrency({ chunks }: Settings): number {
  return (chunks.kind === 'distributed' ? chunks.atOnce : INLINE_CHUNKS) + 1;
}

function nameOfSecret(id: string, settings: Settings): string {
  const names: Readonly<Record<string, string>> = {
    'sbir-analytics/neo4j-aura': settings.neo4jSecretName,
    'etl-pipeline/postgres': settings.postgresSecretName,
  };
  return names[id] ?? id;
}
