import { SettingsError } from './settings-error.ts';

/** How large the container of a function is, and how long the function may take. */
export interface ContainerSize {
  /** 1 024 are one virtual CPU. */
  readonly cpu: number;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
}

/** Functions whose long state runs in a container, by their names. */
export type ContainerSettings = Readonly<Record<string, ContainerSize>>;

interface ContainerSwitch {
  readonly name: string;
  readonly functionName: string;
  readonly size: ContainerSize;
}

const HOUR = 3_600;
/** TASK_02 works in the database: its container waits. The load reads and plans the whole file. */
const SWITCHES: readonly ContainerSwitch[] = [
  {
    name: 'task_02',
    functionName: 'etl-pipeline-function',
    size: { cpu: 512, memoryMb: 1_024, timeoutSeconds: 4 * HOUR },
  },
  {
    name: 'graph_load',
    functionName: 'load-neo4j',
    size: { cpu: 1_024, memoryMb: 2_048, timeoutSeconds: 4 * HOUR },
  },
];

/** Memory in MB that Fargate has for a number of CPU units. Source: ECS Developer Guide, "Task CPU and memory". */
const MEMORY: Readonly<Record<number, readonly [least: number, most: number, step: number]>> = {
  256: [512, 2_048, 512],
  512: [1_024, 4_096, 1_024],
  1_024: [2_048, 8_192, 1_024],
  2_048: [4_096, 16_384, 1_024],
  4_096: [8_192, 30_720, 1_024],
};
const MAX_HOURS = 23;

/**
 * Read `task_02` and `graph_load`, which are `lambda` or `container`, and of a container
 * `<name>_cpu`, `<name>_memory_mb` and `<name>_hours`.
 *
 * @throws {SettingsError} that names the value and its form
 */
export function readContainers(text: (name: string) => string | undefined): ContainerSettings {
  const contained = SWITCHES.flatMap((one) => {
    const size = readSize(one, text);
    return size ? [[one.functionName, size] as const] : [];
  });
  return Object.fromEntries(contained);
}

function readSize(
  { name, size }: ContainerSwitch,
  text: (name: string) => string | undefined,
): ContainerSize | undefined {
  const kind = text(name) ?? 'lambda';
  const sizes = ['cpu', 'memory_mb', 'hours'].map((part) => text(`${name}_${part}`));
  const isSized = sizes.some((value) => value !== undefined);
  if (kind === 'lambda' && !isSized) return undefined;
  if (kind !== 'container') {
    throw new SettingsError(
      `${name} must be lambda or container; ${name}_cpu, ${name}_memory_mb and ${name}_hours are of container alone.`,
    );
  }
  const [cpu = size.cpu, memoryMb = size.memoryMb, hours = size.timeoutSeconds / HOUR] = sizes.map(
    (value) => (value === undefined ? undefined : Number(value)),
  );
  if (!(hours > 0 && hours <= MAX_HOURS)) {
    throw new SettingsError(`${name}_hours must be more than 0 and at most ${MAX_HOURS}.`);
  }
  if (!isOffered(cpu, memoryMb)) {
    const known = Object.entries(MEMORY).map(
      ([units, [least, most]]) => `${units}: ${least}-${most}`,
    );
    throw new SettingsError(
      `${name}_cpu and ${name}_memory_mb must be a size of Fargate: ${known.join(', ')}.`,
    );
  }
  return { cpu, memoryMb, timeoutSeconds: Math.round(hours * HOUR) };
}

function isOffered(cpu: number, memoryMb: number): boolean {
  const [least, most, step] = MEMORY[cpu] ?? [1, 0, 1];
  return memoryMb >= least && memoryMb <= most && memoryMb % step === 0;
}
