import { bindPlaceholders, machines } from '@pipelines/workflows';
import { DEFAULT_ACCOUNT, functionArn } from './arns.ts';
import type { Assembly } from './assembly/read-assembly.ts';
import type { Registry } from './executions/registry.ts';

/**
 * Put the state machines of the repository into the registry, as a deployment would.
 *
 * Placeholders are bound to the local ARNs of the functions; an assembly brings definitions of its own. A machine that is there already keeps
 * its executions and gets today's definition.
 *
 * @throws {PlaceholderMismatchError} when a definition and its manifest row disagree
 */
export function deployMachines(registry: Registry, assembly?: Assembly): void {
  for (const { name, type, definition, functions } of machines) {
    const bindings = functions.map((one) => [`${one}.arn`, functionArn(one)] as const);
    registry.deployMachine({
      accountId: DEFAULT_ACCOUNT,
      name,
      type,
      definitionText: assembly
        ? assembly.definitionOf(name)
        : JSON.stringify(bindPlaceholders(definition, Object.fromEntries(bindings)), undefined, 2),
      roleArn: `arn:aws:iam::${DEFAULT_ACCOUNT}:role/${name}`,
    });
  }
}
