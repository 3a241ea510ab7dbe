import type { Clock } from '@pipelines/core';

export interface Metric {
  readonly name: string;
  /** Units that CloudWatch knows and that we use. */
  readonly unit: 'Seconds' | 'Count';
  readonly value: number;
}

export interface MetricOptions {
  /** `ETL/Pipeline`. */
  readonly namespace: string;
  /** Name to value; keep the variety low: CloudWatch bills each combination as a metric of its own. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Takes one line without its line feed; must be the standard output of the function. */
  readonly writeLine: (line: string) => void;
}

/**
 * Emit one metric as a log line in CloudWatch's embedded metric format: no call, no permission and
 * no VPC endpoint are needed, CloudWatch Logs makes the metric out of the line.
 *
 * Format: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function emitMetric({ name, unit, value }: Metric, options: MetricOptions): void {
  const directive = {
    Namespace: options.namespace,
    Dimensions: [Object.keys(options.dimensions)],
    Metrics: [{ Name: name, Unit: unit }],
  };
  options.writeLine(
    JSON.stringify({
      _aws: { Timestamp: options.clock.now(), CloudWatchMetrics: [directive] },
      ...options.dimensions,
      [name]: value,
    }),
  );
}
