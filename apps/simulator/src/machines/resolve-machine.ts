import type { AliasStore } from './alias-store.ts';
import type { AliasRoute, MachineTarget } from './machine.ts';
import type { MachineStore } from './machine-store.ts';
import type { VersionStore } from './version-store.ts';

export interface MachineStores {
  readonly machines: MachineStore;
  readonly versions: VersionStore;
  readonly aliases: AliasStore;
}

/** The ARN of a machine, and what follows it: a version's number or an alias. */
export interface QualifiedArn {
  readonly machineArn: string;
  readonly qualifier?: string;
}

/** Take `arn:aws:states:…:stateMachine:name:1` apart; anything else is a machine's own ARN. */
export function splitQualifier(arn: string): QualifiedArn {
  const parts = arn.split(':');
  if (parts.length !== 8) return { machineArn: arn };
  return { machineArn: parts.slice(0, 7).join(':'), qualifier: parts[7] ?? '' };
}

/**
 * What a machine's, a version's or an alias's ARN stands for now.
 *
 * @param random - in [0, 1): which of an alias's versions, by weight
 * @returns undefined when there is nothing of this ARN
 */
export function resolveMachine(
  { machines, versions, aliases }: MachineStores,
  arn: string,
  random: number,
): MachineTarget | undefined {
  const { machineArn, qualifier } = splitQualifier(arn);
  const machine = machines.read(machineArn);
  if (!machine || qualifier === undefined) return machine && { machine };
  const alias = aliases.list(machineArn).find(({ name }) => name === qualifier);
  const versionArn = alias ? chooseRoute(alias.routes, random) : arn;
  const version = versions.list(machineArn).find((one) => one.arn === versionArn);
  const past = version && machines.readRevision(machineArn, version.revision);
  if (!version || !past) return undefined;
  return { machine: past, version, ...(alias && { aliasArn: alias.arn }) };
}

function chooseRoute(routes: readonly AliasRoute[], random: number): string | undefined {
  let sum = 0;
  for (const { versionArn, weight } of routes) {
    sum += weight / 100;
    if (random < sum) return versionArn;
  }
  return routes.at(-1)?.versionArn;
}
