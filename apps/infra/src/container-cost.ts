import type { ContainerSettings } from './container-settings.ts';
import type { CostLine } from './monthly-cost.ts';
import { INTERFACE_ENDPOINT_HOUR, MONTH_HOURS } from './network-prices.ts';

/** Prices in US dollars of the region us-east-2, Fargate on arm64, as the price pages had them in 2025. */
const PRICES = {
  cpuHour: 0.032_38,
  gbHour: 0.003_56,
  publicIpHour: 0.005,
} as const;

/** A task is paid from the fetching of its image on. */
const START_SECONDS = 60;
/** Registry twice and logs: `ReportContainerNetwork`. S3 has a gateway, which costs nothing. */
const ENDPOINTS = 3;

/** How long what runs in containers takes, and how often. */
export interface ContainerVolumes {
  readonly secondsPerRun: Readonly<Record<string, number>>;
  readonly runsPerMonth: Readonly<Record<string, number>>;
  readonly zones: number;
  /** A network that was there before has its own ways to AWS. */
  readonly hasOwnNetwork: boolean;
}

/**
 * What containers add to a month: their time, an address where they have one, and the endpoints of
 * the network that TASK_02 runs in, which cost by the hour, used or not.
 *
 * @returns no line where nothing runs in a container
 */
export function containerCost(
  containers: ContainerSettings,
  volumes: ContainerVolumes,
): readonly CostLine[] {
  const tasks = Object.entries(containers).map(([name, { cpu, memoryMb }]) => {
    const seconds = (volumes.secondsPerRun[name] ?? 0) + START_SECONDS;
    const hours = (seconds / 3_600) * (volumes.runsPerMonth[name] ?? 0);
    const address = name === 'load-neo4j' ? PRICES.publicIpHour : 0;
    const perHour = (cpu / 1_024) * PRICES.cpuHour + (memoryMb / 1_024) * PRICES.gbHour + address;
    return { what: `Fargate ${name}`, dollars: hours * perHour };
  });
  if (!containers['etl-pipeline-function'] || !volumes.hasOwnNetwork) return tasks;
  const hours = ENDPOINTS * volumes.zones * MONTH_HOURS;
  const what = 'VPC endpoints of TASK_02 in a container';
  return [...tasks, { what, dollars: hours * INTERFACE_ENDPOINT_HOUR }];
}
