import { functions, type MachineSpec } from '@pipelines/workflows';

/** Whether one of the machine's functions declares this variable in its manifest row. */
function declares(machine: MachineSpec, name: string): boolean {
  return functions.some(
    (spec) => machine.functions.includes(spec.name) && spec.environment.includes(name),
  );
}

/** Whether the machine works on PostgreSQL. */
export function usesDatabase(machine: MachineSpec): boolean {
  return declares(machine, 'POSTGRES_HOST');
}

/** Whether the machine downloads an award file: the weekly refresh. */
export function usesSource(machine: MachineSpec): boolean {
  return declares(machine, 'ALLOWED_SOURCE_HOSTS');
}
