import type { Json } from '@pipelines/core';
import type { StateMachine } from '@pipelines/asl';

export type MachineType = 'STANDARD' | 'EXPRESS';

/** A state machine as CreateStateMachine made it, or as the repository deploys it. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly roleArn: string;
  readonly definitionText: string;
  readonly definition: StateMachine;
  readonly createdMs: number;
  /** Of this state of the machine, unlike any other's; versions and executions refer to it. */
  readonly revision: string;
  /** What AWS shows of it: nothing until the first update. */
  readonly revisionId?: string;
  readonly updatedMs?: number;
  readonly loggingConfiguration?: Json;
  readonly tracingConfiguration?: Json;
  readonly encryptionConfiguration?: Json;
}

/** A machine without its parsed definition: what is written down. */
export type MachineRecord = Omit<Machine, 'definition'>;

/** A revision of a machine that got a number. */
export interface MachineVersion {
  readonly arn: string;
  readonly number: number;
  readonly revision: string;
  readonly createdMs: number;
  readonly description?: string;
}

/** A name for one version of a machine, or for two by weight. */
export interface MachineAlias {
  readonly arn: string;
  readonly name: string;
  readonly createdMs: number;
  readonly updatedMs?: number;
  readonly description?: string;
  /** Weights are whole numbers and add up to 100. */
  readonly routes: readonly AliasRoute[];
}

export interface AliasRoute {
  readonly versionArn: string;
  readonly weight: number;
}

/** What the ARN of a machine, of a version or of an alias stands for now. */
export interface MachineTarget {
  /** Its ARN is the machine's own; definition and settings are those of the version, if any. */
  readonly machine: Machine;
  readonly version?: MachineVersion;
  readonly aliasArn?: string;
}

/** What CreateStateMachine needs. */
export interface MachineRequest {
  readonly accountId: string;
  readonly name: string;
  readonly definitionText: string;
  readonly roleArn: string;
  readonly type: MachineType;
  readonly loggingConfiguration?: Json;
  readonly tracingConfiguration?: Json;
  readonly encryptionConfiguration?: Json;
}

/** What UpdateStateMachine changes; what is absent stays. */
export type MachineChanges = Partial<
  Pick<
    Machine,
    | 'definitionText'
    | 'roleArn'
    | 'loggingConfiguration'
    | 'tracingConfiguration'
    | 'encryptionConfiguration'
  >
>;
