import { emitMetric, type Metric } from '@pipelines/lambda-kit';
import type { DatabaseAccess } from './with-database.ts';

/**
 * Write metrics of the conflict report to the log, from which CloudWatch takes them: namespace
 * `ETL/Pipeline`, dimension `Environment`. For real runs only: a mocked one must not move their
 * curves.
 *
 * Source: conflict-report.md section 10
 */
export function emitPipelineMetrics(
  metrics: readonly Metric[],
  { settings, ports: { clock, writeLine } }: DatabaseAccess,
): void {
  const dimensions = { Environment: settings.environmentName };
  for (const metric of metrics) {
    emitMetric(metric, { namespace: 'ETL/Pipeline', dimensions, clock, writeLine });
  }
}
