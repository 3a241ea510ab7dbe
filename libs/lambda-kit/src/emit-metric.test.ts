import { expect, it } from '@jest/globals';
import { createVirtualClock } from '@pipelines/core';
import { emitMetric } from './emit-metric.ts';

it('emits a line that CloudWatch reads as a metric', () => {
  const lines: string[] = [];

  emitMetric(
    { name: 'Task01Duration', unit: 'Seconds', value: 45.23 },
    {
      namespace: 'ETL/Pipeline',
      dimensions: { Environment: 'dev' },
      clock: createVirtualClock(1_737_383_400_000),
      writeLine: (line) => lines.push(line),
    },
  );

  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      _aws: {
        Timestamp: 1_737_383_400_000,
        CloudWatchMetrics: [
          {
            Namespace: 'ETL/Pipeline',
            Dimensions: [['Environment']],
            Metrics: [{ Name: 'Task01Duration', Unit: 'Seconds' }],
          },
        ],
      },
      Environment: 'dev',
      Task01Duration: 45.23,
    },
  ]);
});
