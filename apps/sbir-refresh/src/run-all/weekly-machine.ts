import { parseDefinition } from '@pipelines/asl';
import type { StartOptions } from '@pipelines/asl-runtime';
import { bindPlaceholders, machines } from '@pipelines/workflows';

const NAME = 'sbir-analytics-weekly-refresh';

/**
 * The weekly machine for a process that has its functions: the name of each stands in for its ARN.
 *
 * It is the definition that AWS runs, so run-all has the order, the choices, the retries and the
 * texts of the machine, and cannot come to differ from it.
 */
export function weeklyMachine(): StartOptions['machine'] {
  const machine = machines.find(({ name }) => name === NAME);
  if (!machine) throw new Error(`There is no machine ${NAME}`);
  const { type, functions, definition } = machine;
  const names = Object.fromEntries(functions.map((name) => [`${name}.arn`, name]));
  const bound = bindPlaceholders(definition, names);
  return {
    arn: NAME,
    name: NAME,
    type,
    roleArn: '',
    definition: parseDefinition(JSON.stringify(bound), { type }),
  };
}
