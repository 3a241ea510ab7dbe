import { randomUUID } from 'node:crypto';
import { InvalidDefinitionError, parseDefinition } from '@pipelines/asl';
import type { Clock } from '@pipelines/core';
import { machineArn } from '../arns.ts';
import { checkName } from '../executions/names.ts';
import {
  InvalidDefinitionRequestError,
  RevisionConflictError,
  StateMachineAlreadyExistsError,
  StateMachineDoesNotExistError,
} from '../executions/registry-errors.ts';
import { createActivityStore, type ActivityStore } from './activity-store.ts';
import { createAliasStore, type AliasStore } from './alias-store.ts';
import { createMachineStore } from './machine-store.ts';
import type {
  Machine,
  MachineChanges,
  MachineRequest,
  MachineTarget,
  MachineVersion,
} from './machine.ts';
import { resolveMachine, type MachineStores } from './resolve-machine.ts';
import { createTagStore, type TagStore } from './tag-store.ts';
import { createVersionStore } from './version-store.ts';

/** State machines with their versions, aliases and tags, and activities. Errors are those of AWS. */
export interface MachineRegistry {
  /** @throws StateMachineAlreadyExists, InvalidDefinition, InvalidName */
  createMachine(request: MachineRequest): Machine;
  /** Create a machine or replace its definition: for machines that this repository owns. */
  deployMachine(request: MachineRequest): Machine;
  /** One that is changed gets a new revision. @throws StateMachineDoesNotExist, InvalidDefinition */
  updateMachine(arn: string, changes: MachineChanges): Machine;
  /** With its versions, aliases and tags. Its executions stay. */
  deleteMachine(arn: string): void;
  machine(arn: string): Machine | undefined;
  machines(accountId: string): readonly Machine[];
  /** Every account that has a machine. */
  accounts(): readonly string[];
  /** What the ARN of a machine, a version or an alias stands for now. */
  resolve(arn: string): MachineTarget | undefined;
  /** The machine as it was at a revision, also after it has been deleted. */
  revision(machineArn: string, revision: string): Machine | undefined;
  /**
   * Give the machine's present revision a number; one that has the last number keeps it.
   *
   * @throws StateMachineDoesNotExist; ConflictException when `revisionId` is not the present one
   */
  publishVersion(
    arn: string,
    options?: { readonly description?: string; readonly revisionId?: string },
  ): MachineVersion;
  versions(machineArn: string): readonly MachineVersion[];
  deleteVersion(machineArn: string, number: number): void;
  readonly aliases: AliasStore;
  readonly tags: TagStore;
  readonly activities: ActivityStore;
}

interface World extends MachineStores {
  readonly clock: Clock;
}

/** Open the machines of a data folder; `root` is `<data-dir>/executions`. */
export function createMachineRegistry(root: string, clock: Clock): MachineRegistry {
  const machines = createMachineStore(root);
  const versions = createVersionStore(root);
  const aliases = createAliasStore(root);
  const world: World = { machines, versions, aliases, clock };
  return {
    createMachine: (request) => createMachine(world, request),
    deployMachine: (request) => deployMachine(world, request),
    updateMachine: (arn, changes) => updateMachine(world, arn, changes),
    deleteMachine: (arn) => machines.remove(arn),
    machine: (arn) => machines.read(arn),
    machines: (accountId) => machines.list(accountId),
    accounts: () => machines.accounts(),
    resolve: (arn) => resolveMachine(world, arn, Math.random()),
    revision: (arn, revision) => machines.readRevision(arn, revision),
    publishVersion: (arn, options = {}) => publishVersion(world, arn, options),
    versions: (arn) => versions.list(arn),
    deleteVersion: (arn, number) => versions.remove(arn, number),
    aliases,
    tags: createTagStore(root),
    activities: createActivityStore(root),
  };
}

function createMachine({ machines, clock }: World, request: MachineRequest): Machine {
  const machine = machineOf(request, clock.now());
  const existing = machines.read(machine.arn);
  if (existing) {
    // The role is not compared: CreateStateMachine, "Idempotency".
    if (identityOf(existing) === identityOf(machine)) return existing;
    throw new StateMachineAlreadyExistsError(machine.arn);
  }
  machines.write(machine);
  return machine;
}

function deployMachine({ machines, clock }: World, request: MachineRequest): Machine {
  const machine = machineOf(request, clock.now());
  const existing = machines.read(machine.arn);
  if (existing && identityOf(existing) === identityOf(machine)) return existing;
  const deployed = { ...machine, createdMs: existing?.createdMs ?? machine.createdMs };
  machines.write(deployed);
  return deployed;
}

function updateMachine({ machines, clock }: World, arn: string, changes: MachineChanges): Machine {
  const existing = machines.read(arn);
  if (!existing) throw new StateMachineDoesNotExistError(arn);
  const { definitionText = existing.definitionText } = changes;
  const definition = parseOrRefuse(definitionText, existing.type);
  const changed = { ...existing, ...changes, definitionText, definition };
  const isSame =
    identityOf(changed) === identityOf(existing) && changed.roleArn === existing.roleArn;
  if (isSame) return { ...existing, updatedMs: clock.now() };
  const revision = randomUUID();
  const updated = { ...changed, revision, revisionId: revision, updatedMs: clock.now() };
  machines.write(updated);
  return updated;
}

function publishVersion(
  { machines, versions, clock }: World,
  arn: string,
  { description, revisionId }: { readonly description?: string; readonly revisionId?: string },
): MachineVersion {
  const machine = machines.read(arn);
  if (!machine) throw new StateMachineDoesNotExistError(arn);
  if (revisionId !== undefined && revisionId !== (machine.revisionId ?? 'INITIAL')) {
    throw new RevisionConflictError(revisionId, machine.revisionId ?? 'INITIAL');
  }
  const last = versions.list(arn).at(-1);
  if (last?.revision === machine.revision) return last;
  return versions.add(arn, {
    revision: machine.revision,
    createdMs: clock.now(),
    ...(description !== undefined && { description }),
  });
}

function machineOf(request: MachineRequest, createdMs: number): Machine {
  const { accountId, ...facts } = request;
  checkName(facts.name);
  const definition = parseOrRefuse(facts.definitionText, facts.type);
  const arn = machineArn(facts.name, accountId);
  return { ...facts, arn, definition, createdMs, revision: randomUUID() };
}

function parseOrRefuse(text: string, type: Machine['type']): Machine['definition'] {
  try {
    return parseDefinition(text, { type });
  } catch (error) {
    if (!(error instanceof InvalidDefinitionError)) throw error;
    throw new InvalidDefinitionRequestError(error.message, { cause: error });
  }
}

/** What makes a machine another one than that which is there. */
function identityOf(machine: Machine): string {
  const { definitionText, type } = machine;
  const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = machine;
  return JSON.stringify([
    ...[definitionText, type, loggingConfiguration, tracingConfiguration],
    encryptionConfiguration,
  ]);
}
