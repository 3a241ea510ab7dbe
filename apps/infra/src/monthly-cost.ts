import { deployedFunctions as functions } from './deployed-functions.ts';
import { INTERFACE_ENDPOINT_HOUR, MONTH_HOURS } from './network-prices.ts';

/** Prices in US dollars of the region us-east-2, arm64, as the price pages had them in 2025. */
const PRICES = {
  gbSecond: 0.000_013_333_4,
  millionRequests: 0.2,
  thousandTransitions: 0.025,
  keyMonth: 1,
  alarmMonth: 0.1,
  gbLogs: 0.5,
  gbStored: 0.023,
} as const;

const MB = 1_024;

/** What runs how often, and how long one call of a function takes. */
export interface Volumes {
  /** Seconds of each function in one run of its machine, all calls together. */
  readonly secondsPerRun: Readonly<Record<string, number>>;
  readonly runsPerMonth: Readonly<Record<'conflict-report' | 'sbir-refresh', number>>;
  readonly transitionsPerMonth: number;
  readonly storedGb: number;
  readonly logGb: number;
  readonly alarms: number;
  readonly zones: number;
}

export interface CostLine {
  readonly what: string;
  readonly dollars: number;
}

/**
 * What a month costs by memory and time of the manifest and stated volumes. Free tiers, transfer
 * and the database are left out.
 *
 * @returns one line for each kind of cost, in US dollars
 */
export function monthlyCost(volumes: Volumes): readonly CostLine[] {
  const lambda = functions.map(({ name, app, memoryMb }) => {
    const runs = volumes.runsPerMonth[app === 'conflict-report' ? app : 'sbir-refresh'];
    const seconds = (volumes.secondsPerRun[name] ?? 0) * runs;
    return {
      what: `Lambda ${name}`,
      dollars:
        (memoryMb / MB) * seconds * PRICES.gbSecond + (runs / 1_000_000) * PRICES.millionRequests,
    };
  });
  return [
    ...lambda,
    {
      what: 'Step Functions',
      dollars: (volumes.transitionsPerMonth / 1_000) * PRICES.thousandTransitions,
    },
    { what: 'KMS, two keys', dollars: 2 * PRICES.keyMonth },
    {
      what: 'VPC endpoint of Secrets Manager',
      dollars: volumes.zones * MONTH_HOURS * INTERFACE_ENDPOINT_HOUR,
    },
    { what: 'CloudWatch alarms', dollars: volumes.alarms * PRICES.alarmMonth },
    { what: 'CloudWatch Logs', dollars: volumes.logGb * PRICES.gbLogs },
    { what: 'S3', dollars: volumes.storedGb * PRICES.gbStored },
  ];
}
